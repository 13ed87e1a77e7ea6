import CommandTable
import POSIX
import QMP

/// A conversation over a socket: it pumps bytes between a descriptor and a ``ClientSession``.
///
/// It is made by ``Dialing``. While it lives, SIGINT and SIGTERM end the wait for the server instead of the process.
struct Connection: ~Copyable, RequestChannel {
  /// Nil until the server has sent it.
  private(set) var greeting: Greeting?
  /// Who looks on while the server is waited for.
  weak var observer: (any ConnectionObserver)?

  let address: ServerAddress
  var options: GlobalOptions
  var trace: Trace?
  private(set) var descriptor: Descriptor
  /// Whether another jobctl is at the other end, which holds the monitor.
  private(set) var isShared: Bool
  /// Where others may look for who holds the monitor, until the negotiation is over.
  private var place: Listener?
  /// Whether a server that is stopped is waited for as long as any other.
  private let isPatient: Bool
  /// Whether somebody else may stand between.
  private let mayShare: Bool
  /// When to look whether the server is stopped, which whoever stands between does not tell.
  var suspicion: Instant?
  /// The server itself has ended, as whoever stands between has told.
  var hasServerEnded = false
  /// Where those meet who share the server, as it was at the beginning.
  let rendezvous: Rendezvous?
  /// The server's process, where it was known before another one came in between.
  private var server: Int32?
  let signals: SignalDescriptor
  var session: ClientSession
  /// What is awaited, for the message when a signal comes.
  var phase = SessionFailure.Phase.greeting
  var endsWithOutput = false
  var notices: [Notice] = []
  /// When every reply is given up, and the time that had been allowed for all of them.
  var limit: (end: Instant, time: Duration)?
  /// What the socket has not taken yet.
  var outgoing: ArraySlice<UInt8> = []
  /// Grows with what arrives at once, up to 64 KiB.
  var buffer = [UInt8](repeating: 0, count: 1 << 12)

  /// Awaits the greeting at the other end of `descriptor`; see ``Dialing``.
  init(
    _ dialing: Dialing,
    _ descriptor: consuming Descriptor,
    deadline: Instant,
    isShared: Bool,
    rendezvous: Rendezvous?,
    place: Listener?,
    signals: consuming SignalDescriptor
  ) {
    address = dialing.address
    self.rendezvous = rendezvous
    isPatient = dialing.sharing == .offering
    mayShare = dialing.sharing != .none
    options = dialing.options
    trace = dialing.trace
    self.descriptor = descriptor
    self.isShared = isShared
    self.place = place
    self.signals = signals
    session = ClientSession(
      idPrefix: Self.randomPrefix(),
      deadline: deadline,
      isTracing: dialing.trace != nil
    )
  }

  var version: QEMUVersion {
    greeting?.version ?? QEMUVersion(0, 0)
  }

  // MARK: - Requests

  /// Becomes suspicious of a server that does not answer in the time for a greeting.
  mutating func beSuspicious() {
    guard isShared, !isPatient else { return }
    suspicion = Instant.now.advanced(by: options.connectTimeout)
  }

  mutating func perform(
    _ request: Request
  ) throws(Failure) -> Reply {
    try perform(request) { _ in }
  }

  mutating func perform(
    _ request: Request,
    observing: (Event) -> Void
  ) throws(Failure) -> Reply {
    guard session.isReady else {
      throw .session(address, .closed(.idle, midMessage: false), timeout: options.connectTimeout)
    }
    begin(request)
    while true {
      switch try nextArrival(before: nil) {
      case .reply(let result): return result
      case .event(let event): observing(event)
      case nil: break
      }
    }
  }

  mutating func nextEvent(before end: Instant?) throws(Failure) -> Event? {
    while let action = try nextAction(before: end, orNotice: true) {
      if case .event(let event) = action { return event }
    }
    return nil
  }

  mutating func takeNotices() -> [Notice] {
    defer { notices = [] }
    return notices
  }

  var serverProcess: Int32? {
    guard isShared else { return descriptor.peerProcess()?.number }
    return server ?? Busyness.server(at: address)?.number
  }

  var isReplaceable: Bool {
    isShared && !hasServerEnded && address.rendezvous == rendezvous
  }

  mutating func endWithOutput() {
    endsWithOutput = true
  }

  mutating func limitReplies(to end: Instant, after time: Duration) {
    limit = (end, time)
  }

  mutating func idle(for time: Duration) throws(Failure) {
    let end = Instant.now.advanced(by: time)
    while try nextAction(before: end) != nil {}
  }

  /// Whether somebody has the monitor for others meanwhile, before its greeting came here.
  var isOvertaken: Bool {
    phase == .greeting && !isShared && place == nil && mayShare
      && address.rendezvous?.isTaken == true
  }

  /// Goes on with the negotiation; false when `end` came before its end.
  mutating func negotiate(before end: Instant?) throws(Failure) -> Bool {
    while greeting == nil, let action = try nextAction(before: end) {
      switch action {
      case .send(let bytes):
        phase = .negotiation
        send(bytes)
      case .ready(let greeting):
        phase = .idle
        self.greeting = greeting
        if let place = place.take() { share(at: place) }
      case .reply, .event, .received, .fail:
        break
      }
    }
    return greeting != nil
  }

  /// From now on another process stands between this one and the server.
  mutating func useHolder(_ holder: consuming Descriptor) {
    server = descriptor.peerProcess()?.number
    descriptor = holder
    isShared = true
    session.dropUnread()
  }

  /// What no other client's request ids begin with.
  static func randomPrefix() -> String {
    "jobctl-\(UInt64.random(in: .min ... .max))"
  }
}
