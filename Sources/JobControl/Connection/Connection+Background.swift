import CommandTable
import POSIX
import QMP

/// What a connection is for somebody who does other things meanwhile, and has it for more than one
/// command.
extension Connection {
  /// What may come when nobody waits for it.
  enum Arrival {
    case event(Event)
    /// To the request that was begun last.
    case reply(Reply)
  }

  /// Sends a request without waiting; its reply is one of the next arrivals.
  mutating func begin(_ request: Request) {
    phase = .reply(command: request.command)
    beSuspicious()
    let deadline = Instant.now.advanced(by: options.replyTimeout)
    send(session.send(request, deadline: min(deadline, limit?.end ?? deadline)))
  }

  /// The next event or reply; nil when `end` comes first.
  mutating func nextArrival(before end: Instant?) throws(Failure) -> Arrival? {
    while let action = try nextAction(before: end) {
      switch action {
      case .event(let event): return .event(event)
      case .reply(let result):
        phase = .idle
        suspicion = nil
        return .reply(result)
      case .send, .ready, .received, .fail: break
      }
    }
    return nil
  }

  /// Has the set wait for what the socket can do.
  borrowing func watch(with readiness: inout PollSet) {
    _ = add(to: &readiness)
  }

  /// When what is awaited is given up; nil when nothing is.
  var deadline: Instant? {
    session.deadline
  }

  /// Moves what can be moved without waiting, for ``nextArrival(before:)`` to tell; true once the
  /// negotiation is over.
  mutating func exchange() throws(Failure) -> Bool {
    var readiness = PollSet()
    let (readable, writable) = add(to: &readiness)
    do throws(SystemError) {
      try readiness.wait(timeout: .zero)
    } catch {
      throw .system(error)
    }
    if let writable, readiness.isReady(writable) { try write() }
    if readiness.isReady(readable) { try read() }
    return try negotiate(before: .now)
  }

  // MARK: - One command after the other

  /// Whether the conversation goes on.
  var isOpen: Bool {
    !session.isClosed
  }

  /// Forgets what the last command wanted of it, a reply that is still to come included, and takes
  /// up the options of the next one.
  mutating func prepare(_ options: GlobalOptions, trace: Trace?) {
    session.abandonRequest()
    session.isTracing = trace != nil
    phase = .idle
    limit = nil
    endsWithOutput = false
    self.options = options
    self.trace = trace
  }
}
