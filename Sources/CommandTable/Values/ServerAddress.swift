package import Jobs

/// Where a QMP server listens.
package enum ServerAddress: Hashable, Sendable {
  case unix(path: String)
  case tcp(host: String, port: UInt16)
  /// A connected socket that this process inherited.
  case descriptor(Int32)
}

extension ServerAddress {
  /// Reads a path, `unix:PATH`, `tcp:HOST:PORT` (an IPv6 host may stand in brackets) or `fd:N`.
  package init(parsing text: String) throws(ValueError) {
    if let path = text.removing(prefix: "unix:") {
      self = .unix(path: try Self.path(path, in: text))
    } else if let rest = text.removing(prefix: "tcp:") {
      self = try Self.tcp(rest, in: text)
    } else if let digits = text.removing(prefix: "fd:") {
      guard !digits.hasPrefix("+"), let number = Int32(digits), number >= 0 else {
        throw ValueError(word: text, reason: "is not fd: and the number of a descriptor")
      }
      self = .descriptor(number)
    } else {
      self = .unix(path: try Self.path(text, in: text))
    }
  }

  /// How an address may begin, a path beside.
  static let forms = [
    Completion.Choice("unix:", "a socket's path"),
    Completion.Choice("tcp:", "HOST:PORT"),
    Completion.Choice("fd:", "the number of a connected descriptor"),
  ]

  private static func path(_ path: String, in text: String) throws(ValueError) -> String {
    guard !path.isEmpty else { throw ValueError(word: text, reason: "names no socket") }
    guard !path.utf8.contains(0) else { throw ValueError(word: text, reason: "holds a NUL") }
    return path
  }

  private static func tcp(_ rest: String, in text: String) throws(ValueError) -> ServerAddress {
    guard let colon = rest.lastIndex(of: ":"), !rest[colon...].hasPrefix(":+"),
      let port = UInt16(rest[rest.index(after: colon)...]), port > 0
    else {
      throw ValueError(word: text, reason: "is not tcp:HOST:PORT with a port from 1 to 65535")
    }
    var host = rest[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
    return .tcp(host: host.isEmpty ? "localhost" : String(host), port: port)
  }
}

extension ServerAddress: CustomStringConvertible {
  /// As it is typed; the prefix of a path is left out where that leaves no doubt.
  package var description: String {
    switch self {
    case .unix(let path):
      ["unix:", "tcp:", "fd:"].contains(where: path.hasPrefix) ? "unix:\(path)" : path
    case .tcp(let host, let port):
      host.contains(":") ? "tcp:[\(host)]:\(port)" : "tcp:\(host):\(port)"
    case .descriptor(let number): "fd:\(number)"
    }
  }
}

extension String {
  fileprivate func removing(prefix: String) -> String? {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
  }
}
