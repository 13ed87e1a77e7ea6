package import QMP

/// A negotiated conversation with a server, one request at a time.
package protocol RequestChannel: ~Copyable {
  /// What the greeting said.
  var version: QEMUVersion { get }

  /// Sends a request and awaits its reply; a server's refusal is an answer, not a failure.
  mutating func perform(_ request: Request) throws(Failure) -> Reply

  /// The same, with each event that comes before the reply; a channel may have none.
  mutating func perform(
    _ request: Request,
    observing: (Event) -> Void
  ) throws(Failure) -> Reply

  /// The next event; nil when `end` or a notice comes first, or when there will be none.
  mutating func nextEvent(before end: Instant?) throws(Failure) -> Event?

  /// The notices that came since this was asked last, of those that the channel heeds.
  mutating func takeNotices() -> [Notice]

  /// The process at the other end; nil where that is not known.
  var serverProcess: Int32? { get }

  /// Whether its end need not be the server's: another jobctl stood between, and the server's socket
  /// is still the one that it was.
  var isReplaceable: Bool { get }

  /// From now on it is over when nobody reads standard output any more.
  mutating func endWithOutput()

  /// From now on no reply is awaited beyond `end`, which is `time` after somebody began to wait.
  mutating func limitReplies(to end: Instant, after time: Duration)

  /// Lets time pass without losing what the server says meanwhile.
  mutating func idle(for time: Duration) throws(Failure)
}

extension RequestChannel where Self: ~Copyable {
  package mutating func perform(
    _ request: Request,
    observing: (Event) -> Void
  ) throws(Failure) -> Reply {
    try perform(request)
  }

  package mutating func takeNotices() -> [Notice] { [] }

  package var serverProcess: Int32? { nil }

  package var isReplaceable: Bool { false }

  package mutating func endWithOutput() {}

  package mutating func limitReplies(to end: Instant, after time: Duration) {}

  package mutating func nextEvent(before end: Instant?) throws(Failure) -> Event? {
    nil
  }
}
