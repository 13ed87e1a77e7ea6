import QMP

// The steps of a conversation, with every command answered by an empty object.

extension QEMUVersion {
  static let v5 = QEMUVersion(5, 2, 0)
  static let v7 = QEMUVersion(7, 2, 22)
  static let v11 = QEMUVersion(11, 1, 3)
}

extension ServerSession {
  /// As just connected.
  static func connected(_ version: QEMUVersion = .v7, isPretty: Bool = false) -> ServerSession {
    ServerSession(
      greeting: Greeting(version: version, package: "p", capabilities: ["oob"]),
      manner: Manner(isPretty: isPretty)
    )
  }

  static func negotiated(_ version: QEMUVersion = .v7, isPretty: Bool = false) -> ServerSession {
    var session = connected(version, isPretty: isPretty)
    _ = session.lines(after: #"{"execute": "qmp_capabilities"}"# + "\n")
    return session
  }

  /// What the server sends, as text; each message ends with its line end.
  mutating func output(after bytes: [UInt8]) -> String {
    receive(bytes.span).map { action in
      switch action {
      case .send(let bytes): bytes.text
      case .execute(let command): reply(to: command, with: .success([:])).text
      }
    }.joined()
  }

  /// What the server sends, line by line.
  mutating func lines(after text: String) -> [String] {
    output(after: text.bytes).split(separator: "\r\n").map(String.init)
  }

  /// What the server sends, as ``Said`` tells it.
  mutating func replies(to text: String) -> [String] {
    replies(to: text.bytes)
  }

  mutating func replies(to bytes: [UInt8]) -> [String] {
    output(after: bytes).split(separator: "\r\n").map { Said.text(of: String($0)) }
  }
}

/// A reply in short: its id, if it has one, then `ok` or the class and text of its error.
enum Said {
  static func text(of line: String) -> String {
    guard let message = try? JSONParser.parse(line).object else { return line }
    let id = message["id"].map { JSONWriter.compact($0).text + " " } ?? ""
    guard let error = message["error"]?.object else { return id + "ok" }
    return "\(id)\(error["class"]?.string ?? "?"): \(error["desc"]?.string ?? "?")"
  }
}
