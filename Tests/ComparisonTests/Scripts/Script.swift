import TestSupport

/// What a client does, to be done with two servers.
struct Script: Sendable {
  let name: String
  /// What the server has.
  var nodes: [Node] = []
  /// Whether it begins with the negotiation.
  var negotiates = true
  /// Whether it is for a machine with one image, `disk`, instead of a storage daemon.
  var isForMachine = false
  /// The first release that it is for.
  var since: Version = "0"
  var steps: [Step]
}

/// A thing that a client does.
enum Step: Sendable {
  /// Sends a request and waits for its reply.
  case request(String, JSON? = nil)
  /// Sends bytes, and then a request to know that everything has been said to them.
  case bytes([UInt8])
  /// Waits until a job is in a status, by its events.
  case until(String, is: String)

  static func text(_ text: String) -> Step {
    .bytes(Array(text.utf8))
  }
}

extension Step: CustomStringConvertible {
  var description: String {
    switch self {
    case .request(let command, let arguments): "\(command) \(arguments?.text ?? "")"
    case .bytes(let bytes):
      String(String(decoding: bytes, as: UTF8.self).debugDescription.prefix(200))
    case .until(let job, let status): "until \(job) is \(status)"
    }
  }
}
