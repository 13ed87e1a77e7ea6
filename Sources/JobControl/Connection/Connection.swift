import CommandTable
import POSIX
import QMP

/// A conversation over a socket: it pumps bytes between a descriptor and a ``ClientSession``.
///
/// While it lives, SIGINT and SIGTERM end the wait for the server instead of the process.
struct Connection: ~Copyable, RequestChannel {
  private(set) var version = QEMUVersion(0, 0)

  private let address: ServerAddress
  private let options: GlobalOptions
  private let trace: Trace?
  private let descriptor: Descriptor
  private let signals: SignalDescriptor
  private var session: ClientSession
  /// What is awaited, for the message when a signal comes.
  private var phase = SessionFailure.Phase.greeting
  private var endsWithOutput = false
  private var notices: [Notice] = []
  /// When every reply is given up, and the time that had been allowed for all of them.
  private var limit: (end: Instant, time: Duration)?
  /// What the socket has not taken yet.
  private var outgoing: ArraySlice<UInt8> = []
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)

  /// Connects and negotiates, in the time that the options allow; `heeded` end no wait for a reply.
  static func open(
    to address: ServerAddress,
    _ options: GlobalOptions,
    heeding heeded: [Notice] = [],
    trace: Trace?
  ) throws(Failure) -> Connection {
    let deadline = Instant.now.advanced(by: options.connectTimeout)
    let descriptor = try Socket.connect(to: address, timeout: options.connectTimeout)
    let signals: SignalDescriptor
    do throws(SystemError) {
      signals = try SignalDescriptor(SignalDescriptor.endings + heeded.map(\.signal))
    } catch {
      throw .system(error)
    }
    let session = ClientSession(
      idPrefix: randomPrefix(),
      deadline: deadline,
      isTracing: trace != nil
    )
    var connection = Connection(
      address: address,
      options: options,
      trace: trace,
      descriptor: descriptor,
      signals: signals,
      session: session
    )
    try connection.negotiate()
    return connection
  }

  private init(
    address: ServerAddress,
    options: GlobalOptions,
    trace: Trace?,
    descriptor: consuming Descriptor,
    signals: consuming SignalDescriptor,
    session: ClientSession
  ) {
    self.address = address
    self.options = options
    self.trace = trace
    self.descriptor = descriptor
    self.signals = signals
    self.session = session
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
    phase = .reply(command: request.command)
    let deadline = Instant.now.advanced(by: options.replyTimeout)
    send(session.send(request, deadline: min(deadline, limit?.end ?? deadline)))
    while true {
      switch try nextAction(before: nil) {
      case .reply(let result):
        phase = .idle
        return result
      case .event(let event):
        observing(event)
      case .send, .ready, .received, .fail, nil:
        break
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
    descriptor.peerProcess()?.number
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

  private mutating func negotiate() throws(Failure) {
    while true {
      switch try nextAction(before: nil) {
      case .send(let bytes):
        phase = .negotiation
        send(bytes)
      case .ready(let greeting):
        phase = .idle
        version = greeting.version
        return
      case .reply, .event, .received, .fail, nil:
        break
      }
    }
  }

  // MARK: - Bytes

  private mutating func send(_ bytes: [UInt8]) {
    trace?.log(.sent, bytes)
    outgoing += bytes
  }

  /// The session's next action, traces shown and failures thrown; nil when `end` comes first, or a
  /// notice where `endsWithNotice`.
  private mutating func nextAction(
    before end: Instant?,
    orNotice endsWithNotice: Bool = false
  ) throws(Failure) -> ClientSession.Action? {
    while true {
      if let action = session.next() {
        switch action {
        case .received(let message): trace?.log(.received, message)
        case .fail(let failure): throw failed(failure)
        case .send, .ready, .reply, .event: return action
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
    let readiness = try wait(until: instant)
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
    let readable = readiness.add(descriptor, .readable)
    let writable = outgoing.isEmpty ? nil : readiness.add(descriptor, .writable)
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

  private mutating func write() throws(Failure) {
    do throws(SystemError) {
      outgoing = outgoing.dropFirst(try descriptor.send(outgoing) ?? 0)
    } catch {
      guard error.isBrokenPipe || error.isConnectionReset else { throw .system(error) }
      // What the peer said before it left can still be read, and then its end.
      outgoing = []
    }
  }

  private mutating func read() throws(Failure) {
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
  private static func randomPrefix() -> String {
    "jobctl-" + String(UInt64.random(in: .min ... .max), radix: 36)
  }
}
