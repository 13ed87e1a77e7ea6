import QMP

/// Messages as lines of a transcript.
enum Telling {
  /// `j running` for a status, `j READY` for a companion, with what else it says of an error.
  static func of(_ event: Event) -> String {
    let data = event.data
    let id = data["id"]?.string ?? data["device"]?.string ?? ""
    switch event.name {
    case "JOB_STATUS_CHANGE": return "\(id) \(data["status"]?.string ?? "?")"
    case "BLOCK_JOB_ERROR":
      return "\(id) ERROR \(data["operation"]?.string ?? "?") \(data["action"]?.string ?? "?")"
    case let name where name.hasPrefix("BLOCK_JOB_"):
      let error = data["error"]?.string.map { ": " + $0 } ?? ""
      return "\(id) \(name.dropFirst("BLOCK_JOB_".count))\(error)"
    case let name: return name
    }
  }

  static func of(_ reply: Reply) -> String {
    switch reply {
    case .success: "ok"
    case .failure(let error): "\(error)"
    }
  }
}

extension [String] {
  /// The lines about one job, without its id.
  func about(_ id: String) -> [String] {
    compactMap { $0.hasPrefix(id + " ") ? String($0.dropFirst(id.count + 1)) : nil }
  }
}
