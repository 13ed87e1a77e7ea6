/// Why a conversation ended before its end.
package enum SessionFailure: Error, Hashable, Sendable {
  /// What the client was waiting for.
  package enum Phase: Hashable, Sendable {
    case greeting
    case negotiation
    case reply(command: String)
    /// Nothing in particular: no request was outstanding.
    case idle
  }

  /// The deadline passed; `started` when part of a message had arrived.
  case timedOut(Phase, started: Bool)
  /// The peer closed the connection; `midMessage` when it stopped inside a message.
  case closed(Phase, midMessage: Bool)
  /// The first bytes are not JSON: a human monitor, for one. `excerpt` is what it said.
  case notQMP(excerpt: [UInt8])
  /// The peer sent something that is not JSON.
  case malformed(JSONError, excerpt: [UInt8])
  /// JSON, but no greeting, reply or event.
  case unknownMessage(excerpt: [UInt8])
  /// A message beyond ``MessageSplitter/maximumLength``.
  case tooLong
  /// The server refused `qmp_capabilities`.
  case negotiationRefused(ServerError)
}
