import CommandTable
import POSIX
import QMP

/// A conversation over a socket: it pumps bytes between a descriptor and a ``ClientSession``.
///
/// While it lives, SIGINT and SIGTERM end the wait for the server instead of the process.
struct Connection: ~Copyable, RequestChannel {
  /// Nil until the server has sent it.
  private(set) var greeting: Greeting?
  /// Who looks on while the server is waited for.
  weak var observer: (any ConnectionObserver)?

  private let address: ServerAddress
  var options: GlobalOptions
  var trace: Trace?
  private let descriptor: Descriptor
  /// Whether another jobctl is at the other end, which holds the monitor.
  private let isShared: Bool
  private let signals: SignalDescriptor
  var session: ClientSession
  /// What is awaited, for the message when a signal comes.
  var phase = SessionFailure.Phase.greeting
  var endsWithOutput = false
  private var notices: [Notice] = []
  /// When every reply is given up, and the time that had been allowed for all of them.
  var limit: (end: Instant, time: Duration)?
  /// What the socket has not taken yet.
  private var outgoing: ArraySlice<UInt8> = []
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)

  /// Connects and negotiates, in the time that the options allow; `notices` end no wait for a reply.
  static func open(
    to address: ServerAddress,
    _ options: GlobalOptions,
    trace: Trace?,
    heeding notices: [Notice] = []
  ) throws(Failure) -> Connection {
    let signals = SignalDescriptor.endings + notices.map(\.signal)
    let timeout = options.connectTimeout
    var connection = try begin(
      to: address,
      options,
      trace: trace,
      signals: signals,
      timeout: timeout
    )
    do throws(Failure) {
      try connection.negotiate()
    } catch {
      // A holder that ends, or cannot have the monitor, lets its clients go.
      guard connection.isShared, case .session(_, .closed, _, _) = error else { throw error }
      connection = try begin(
        to: address,
        options,
        trace: trace,
        signals: signals,
        timeout: timeout,
        sharing: false
      )
      try connection.negotiate()
    }
    return connection
  }

  /// Connects in `timeout` and leaves the negotiation, which has the time that the options allow, to
  /// be gone on with; where somebody holds the monitor, by way of that, unless not `sharing`.
  static func begin(
    to address: ServerAddress,
    _ options: GlobalOptions,
    trace: Trace?,
    signals numbers: [Int32],
    timeout: Duration,
    sharing: Bool = true
  ) throws(Failure) -> Connection {
    let deadline = Instant.now.advanced(by: options.connectTimeout)
    let holder = sharing ? address.rendezvous?.connect(timeout: timeout) : nil
    let isShared = holder != nil
    let descriptor: Descriptor
    switch consume holder {
    case .some(let holder): descriptor = holder
    case .none: descriptor = try Socket.connect(to: address, timeout: timeout)
    }
    let signals: SignalDescriptor
    do throws(SystemError) {
      signals = try SignalDescriptor(numbers)
    } catch {
      throw .system(error)
    }
    let session = ClientSession(
      idPrefix: randomPrefix(),
      deadline: deadline,
      isTracing: trace != nil
    )
    return Connection(
      address: address,
      options: options,
      trace: trace,
      descriptor: descriptor,
      isShared: isShared,
      signals: signals,
      session: session
    )
  }

  private init(
    address: ServerAddress,
    options: GlobalOptions,
    trace: Trace?,
    descriptor: consuming Descriptor,
    isShared: Bool,
    signals: consuming SignalDescriptor,
    session: ClientSession
  ) {
    self.address = address
    self.options = options
    self.trace = trace
    self.descriptor = descriptor
    self.isShared = isShared
    self.signals = signals
    self.session = session
  }

  var version: QEMUVersion {
    greeting?.version ?? QEMUVersion(0, 0)
  }

  // MARK: - Requests

  mutating func perform(
    _ request: Request
  ) throws(Failure) -> Result<JSONValue, ServerError> {
    try perform(request) { _ in }
  }

  mutating func perform(
    _ request: Request,
    observing: (Event) -> Void
  ) throws(Failure) -> Result<JSONValue, ServerError> {
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
    isShared ? Busyness.server(at: address)?.number : descriptor.peerProcess()?.number
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

  mutating func negotiate() throws(Failure) {
    while try !negotiate(before: nil) {}
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
      case .reply, .event, .received, .fail:
        break
      }
    }
    return greeting != nil
  }

  // MARK: - Bytes

  borrowing func add(
    to readiness: inout PollSet
  ) -> (readable: PollSet.Entry, writable: PollSet.Entry?) {
    let readable = readiness.add(descriptor, .readable)
    return (readable, outgoing.isEmpty ? nil : readiness.add(descriptor, .writable))
  }

  mutating func send(_ bytes: [UInt8]) {
    trace?.log(.sent, bytes)
    outgoing += bytes
  }

  /// The session's next action, traces shown and failures thrown; nil when `end` comes first, or a
  /// notice where `endsWithNotice`.
  mutating func nextAction(
    before end: Instant?,
    orNotice endsWithNotice: Bool = false
  ) throws(Failure) -> ClientSession.Action? {
    while true {
      if let action = session.next() {
        switch action {
        case .received(let message): trace?.log(.received, message)
        case .fail(let failure): throw failed(failure)
        case .event(let event):
          observer?.note(event)
          return action
        case .send, .ready, .reply: return action
        }
        continue
      }
      let now = Instant.now
      if let failure = session.expire(at: now) { throw failed(failure) }
      if let end, end <= now { return nil }
      if endsWithNotice, !notices.isEmpty { return nil }
      try exchange(until: [session.deadline, end].compactMap(\.self).min())
    }
  }

  /// Waits for the socket or a signal, and moves what can be moved.
  private mutating func exchange(until instant: Instant?) throws(Failure) {
    let glance = observer?.due(awaiting: phase)
    let readiness = try wait(until: [instant, glance].compactMap(\.self).min())
    observer?.look(awaiting: phase)
    if let signal = readiness.signal {
      guard let notice = Notice(signal: signal) else {
        throw .interrupted(signal: signal, phase)
      }
      notices.append(notice)
    }
    if readiness.isWritable { try write() }
    if readiness.isReadable { try read() }
  }

  private borrowing func wait(
    until instant: Instant?
  ) throws(Failure) -> (signal: Int32?, isWritable: Bool, isReadable: Bool) {
    var readiness = PollSet()
    let (readable, writable) = add(to: &readiness)
    let signalled = readiness.add(signals.descriptor, .readable)
    let reader = endsWithOutput ? readiness.add(StandardStream.output, .hangUp) : nil
    do throws(SystemError) {
      try readiness.wait(timeout: instant.map { Instant.now.duration(to: $0) })
      if let reader, readiness.isReady(reader) { throw SystemError.brokenPipe }
      return (
        readiness.isReady(signalled) ? try signals.next()?.number : nil,
        writable.map(readiness.isReady) ?? false,
        readiness.isReady(readable)
      )
    } catch {
      throw error.isBrokenPipe ? .output(error) : .system(error)
    }
  }

  mutating func write() throws(Failure) {
    do throws(SystemError) {
      outgoing = outgoing.dropFirst(try descriptor.send(outgoing) ?? 0)
    } catch {
      guard error.isBrokenPipe || error.isConnectionReset else { throw .system(error) }
      // What the peer said before it left can still be read, and then its end.
      outgoing = []
    }
  }

  mutating func read() throws(Failure) {
    var count: Int?
    do throws(SystemError) {
      count = try descriptor.read(into: &buffer)
    } catch {
      guard error.isConnectionReset else { throw .system(error) }
      count = 0
    }
    switch count {
    case nil: break
    case 0: throw failed(session.endOfFile())
    case let count?:
      // A name of its own, so that the compiler sees two variables in use and not self twice.
      let received = buffer
      session.receive(received.span.extracting(first: count))
    }
  }

  private borrowing func failed(_ failure: SessionFailure) -> Failure {
    if case .timedOut(.greeting, started: false) = failure {
      let busyness = Busyness.look(at: address, server: descriptor.peerProcess())
      return .busy(address, busyness, timeout: options.connectTimeout)
    }
    let timeout =
      switch failure {
      case .timedOut(.reply, _): min(options.replyTimeout, limit?.time ?? options.replyTimeout)
      case .timedOut, .closed, .notQMP, .malformed, .unknownMessage, .tooLong, .negotiationRefused:
        options.connectTimeout
      }
    return .session(address, failure, timeout: timeout, phase: phase)
  }

  /// What no other client's request ids begin with.
  static func randomPrefix() -> String {
    "jobctl-" + String(UInt64.random(in: .min ... .max), radix: 36)
  }
}
