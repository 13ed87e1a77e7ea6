import CommandTable
import POSIX
import QMP

/// A held monitor at work: one poll over the server, its clients and signals.
struct HoldLoop: ~Copyable {
  /// Why it ends, and until when that is put off.
  private struct End {
    let result: Result<Program.Ending, Failure>
    let limit: Instant
  }

  private let address: ServerAddress
  private let timeout: Duration
  /// Whether its other end is the server, and no other holder.
  private let hasOwnServer: Bool
  private let upstream: Descriptor
  private var hasServer = true
  private let signals: SignalDescriptor
  /// That of the first listener; nil where clients are told of it.
  private var place: KeptPlace?
  private var idleLimit: Duration?
  private var switchboard: Switchboard
  private var reception: Reception
  /// What the server has not taken yet.
  private var outgoing: ArraySlice<UInt8> = []
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  /// Since when there has been nobody who negotiated.
  private var idleSince = Instant.now
  private var end: End?

  /// What ends it, what has it stay without a client, and what is meant for those who began it, whose
  /// name it has.
  static let heeded =
    SignalDescriptor.endings
    + [SignalDescriptor.hangUp, SignalDescriptor.retention, SignalDescriptor.inquiry]
  /// So many clients may wait to be let in.
  static let queueLength: Int32 = 128
  /// By how many bytes a client may lag behind.
  private static let maximumBacklog = 4 << 20
  private static let momentToNegotiate = Duration.seconds(5)
  /// How long the last reply is waited for, and clients who take nothing are.
  private static let grace = Duration.seconds(1)

  /// How far the only client may lag before the server is made to wait for it, in bytes.
  private static let patience = 1 << 20

  /// Ends after `idleLimit` without a client; `timeout` is what `switchboard` allows its server, and
  /// `rendezvous` is the place of the first of the listeners.
  init(
    _ address: ServerAddress,
    _ timeout: Duration,
    _ switchboard: Switchboard,
    upstream: consuming Descriptor,
    isServer hasOwnServer: Bool = true,
    listeners: [Listener],
    at rendezvous: Rendezvous?,
    signals: consuming SignalDescriptor,
    idleLimit: Duration?
  ) {
    self.address = address
    self.timeout = timeout
    self.upstream = upstream
    self.hasOwnServer = hasOwnServer
    self.signals = signals
    place = rendezvous.map(KeptPlace.init)
    self.idleLimit = idleLimit
    self.switchboard = switchboard
    reception = Reception(listeners, maximumBacklog: Self.maximumBacklog) { $0.hasTrustedPeer() }
  }

  /// Serves somebody who has negotiated already.
  mutating func adopt(_ client: consuming Descriptor) {
    guard let id = switchboard.adopt() else { return }
    reception.take(client, as: id)
  }

  /// Greets and negotiates; an ending where that came before.
  mutating func open() throws(SystemError) -> Result<Program.Ending, Failure>? {
    while !switchboard.isOpen {
      try turn()
      if let end { return end.result }
    }
    idleSince = .now
    return nil
  }

  /// Goes on in another process; in this one there is nothing left to do then.
  borrowing func detach() throws(SystemError) -> DetachedProcess.Side {
    try DetachedProcess.begin(
      keeping: [upstream.number, signals.descriptor.number],
      listeningOn: reception.listeners
    )
  }

  /// Serves until a signal, the server's end or, where there is a limit, idleness.
  mutating func serve() throws(SystemError) -> Result<Program.Ending, Failure> {
    lookAfterPlace()
    while true {
      try turn()
      if let end, isDone(at: end.limit) {
        reception.dismiss()
        return end.result
      }
    }
  }

  // MARK: - A turn

  private mutating func turn() throws(SystemError) {
    act()
    if let failure = switchboard.expire(at: .now) { loseServer(failure) }
    if !outgoing.isEmpty { try upstream.send(from: &outgoing) }
    deliver()
    try exchange()
    act()
    deliver()
    if switchboard.hasClients { idleSince = .now }
    if let idleEnd, idleEnd <= .now { finish(.success(.exit(.done))) }
  }

  /// Does what the switchboard wants, as far as that needs no wait.
  private mutating func act() {
    while let action = switchboard.next() {
      switch action {
      case .send(let bytes): outgoing += bytes
      case .open: break
      case .fail(let failure): loseServer(failure)
      }
    }
  }

  private mutating func exchange() throws(SystemError) {
    var readiness = PollSet()
    let signalled = readiness.add(signals.descriptor, .readable)
    let server = hasServer && !isThrottled ? readiness.add(upstream, .readable) : nil
    if hasServer, !outgoing.isEmpty { _ = readiness.add(upstream, .writable) }
    let loss = place?.add(to: &readiness)
    // A client is read when it has taken all that it has asked for: it may have closed its side.
    let visit = reception.add(
      to: &readiness,
      admitting: switchboard.isOpen && end == nil,
      reading: { !switchboard.hasRequests(of: $0) && reception.clients[$0]?.isUpToDate == true }
    )
    try readiness.wait(timeout: nextInstant.map { Instant.now.duration(to: $0) })
    if readiness.isReady(signalled), let signal = try signals.next() {
      heed(signal.number)
    }
    if placeDue.map({ $0 <= .now }) == true || loss.map(readiness.isReady) == true {
      lookAfterPlace()
    }
    // First, so that nobody comes to a server that has gone.
    if let server, readiness.isReady(server) { try read() }
    let gone = reception.read(visit, readiness) { bytes, id in
      switchboard.receive(bytes, from: id)
    }
    gone.forEach { drop($0) }
    guard end == nil else { return }
    try reception.admit(visit, readiness) { switchboard.connect() }
  }

  private mutating func heed(_ signal: Int32) {
    switch signal {
    case SignalDescriptor.retention: idleLimit = nil
    case SignalDescriptor.inquiry: break
    default: finish(.success(.signal(signal)))
    }
  }

  private var nextInstant: Instant? {
    let ending = Instant.earliest(idleEnd, end?.limit)
    return Instant.earliest(switchboard.deadline, ending, reception.due, placeDue)
  }

  private var placeDue: Instant? {
    switch place {
    case .some(let place): place.due
    case .none: nil
    }
  }

  // MARK: - The server

  /// Whoever has the server alone may be as slow as without this process in between.
  private var isThrottled: Bool {
    guard reception.clients.count == 1, let only = reception.clients.values.first else {
      return false
    }
    return only.backlog > Self.patience
  }

  private mutating func read() throws(SystemError) {
    switch try upstream.read(into: &buffer) {
    case nil: break
    case 0: loseServer(switchboard.endOfFile())
    case let count?:
      // A name of its own, so that the compiler sees two variables in use and not self twice.
      let received = buffer
      switchboard.receive(received.span.extracting(first: count))
    }
  }

  private borrowing func failed(_ failure: SessionFailure) -> Failure {
    if case .timedOut(.greeting, started: false) = failure {
      let busyness = Busyness.look(at: address, server: upstream.peerProcess())
      return .busy(address, busyness, timeout: timeout)
    }
    if case .closed(let phase, _) = failure, !hasOwnServer, !switchboard.hasServerEnded {
      return .holderEnded(address, phase)
    }
    return .session(address, failure, timeout: timeout)
  }

  private mutating func loseServer(_ failure: SessionFailure) {
    guard hasServer else { return }
    hasServer = false
    // Another holder tells by itself whether the server has ended, or only that one.
    if hasOwnServer { switchboard.bidFarewell() }
    // It is waited for no longer.
    end = end.map { End(result: $0.result, limit: .now) }
    finish(.failure(failed(failure)))
  }

  /// One whom nobody finds any more would keep the others from the monitor, and ends.
  private mutating func lookAfterPlace() {
    guard end == nil, let listener = reception.listeners.first else { return }
    switch place?.look(after: listener) {
    case nil, .kept?: break
    case .renewed(let listener)?: reception.replaceFirst(with: listener)
    case .lost?: finish(.failure(.hold(.lostPlace(address))))
    }
  }

  // MARK: - Clients

  private mutating func deliver() {
    let gone = reception.deliver { id in switchboard.takeOutput(for: id) }
    gone.forEach { drop($0) }
  }

  private mutating func drop(_ id: Switchboard.ClientID) {
    reception.drop(id)
    switchboard.disconnect(id)
    Heap.trim()
  }

  // MARK: - The end

  /// When it has been idle for too long; nil while it is in use.
  ///
  /// Others who only look who is there keep nobody from going, but have a moment to negotiate.
  private var idleEnd: Instant? {
    guard let idleLimit, switchboard.isOpen, !switchboard.hasClients, end == nil else { return nil }
    let end = idleSince.advanced(by: idleLimit)
    let latest = reception.clients.values.map(\.lastProgress).max()
    return latest.map { max(end, $0.advanced(by: Self.momentToNegotiate)) } ?? end
  }

  /// Lets nobody in any more, and whoever waits for a reply have it; the first reason counts.
  private mutating func finish(_ result: Result<Program.Ending, Failure>) {
    reception.close()
    _ = switchboard.end()
    end = end ?? End(result: result, limit: Instant.now.advanced(by: Self.grace))
  }

  private mutating func isDone(at limit: Instant) -> Bool {
    let hasReply = switchboard.end() || !hasServer
    let isTaken = reception.clients.values.allSatisfy(\.isUpToDate)
    return hasReply && isTaken || limit <= .now
  }
}
