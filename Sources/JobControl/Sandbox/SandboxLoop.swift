import CommandTable
import POSIX
import QMP
import Simulator

/// The sandbox at work: one poll over its clients, signals and the simulator's next instant.
struct SandboxLoop: ~Copyable {
  private var server: SimulatedServer
  /// Closed once the simulated process has ended.
  private var reception: Reception
  private let signals: SignalDescriptor
  private var child: ChildProcess?
  private let servesOne: Bool
  private let timeScale: Double
  private let note: (String) -> Void
  private let start: Instant
  private var reportedFailures = 0
  /// When the simulated process ended.
  private var end: Instant?

  /// By how many bytes a client may lag behind.
  private static let maximumBacklog = 16 << 20

  init(
    _ scenario: Scenario,
    _ release: Release,
    _ order: SandboxOrder,
    listener: Listener,
    signals: consuming SignalDescriptor,
    note: @escaping (String) -> Void
  ) {
    var server = SimulatedServer(
      scenario,
      release: release,
      isPretty: order.isPretty,
      start: Instant(nanoseconds: 0),
      wallStart: .now
    )
    // Whoever connects finds there what the scenario begins with.
    _ = server.advance(to: server.now)
    self.server = server
    self.start = .now
    self.reception = Reception([listener], maximumBacklog: Self.maximumBacklog)
    self.signals = signals
    self.servesOne = order.servesOne
    self.timeScale = order.timeScale
    self.note = note
  }

  /// Where it listens.
  var path: String {
    reception.path
  }

  /// How much may happen before clients and signals are looked at again.
  ///
  /// A scenario in quick motion may ask for more than can be done: then its time falls behind.
  private static let maximumTurn = 100

  /// Serves until a signal, the command's end or, without a command, the simulated server's.
  mutating func run(around child: ChildProcess?) throws(SystemError) -> Program.Ending {
    self.child = child
    while true {
      server.serve()
      let next = server.advance(to: simulatedNow, atMost: Self.maximumTurn)
      reportStepFailures()
      // Before the last reply is out, so that who has it finds no socket any more.
      if server.isDown, reception.isListening { goDown() }
      deliver()
      if server.isDown {
        dismissClients()
        if child == nil, reception.clients.isEmpty {
          return .exit(server.failedAssertion == nil ? .done : .failed)
        }
      }
      if let ending = try exchange(until: next) { return ending }
    }
  }

  // MARK: - Time

  private var simulatedNow: Instant {
    Instant(nanoseconds: 0).advanced(by: start.duration(to: .now) * timeScale)
  }

  private func realTime(until instant: Instant) -> Duration {
    simulatedNow.duration(to: instant) / timeScale
  }

  /// How long there is nothing to do, unless somebody wants something; nil for ever.
  private func timeout(until next: Instant?) -> Duration? {
    if server.isDown {
      return reception.clients.values.map { Instant.now.duration(to: lastMoment(of: $0)) }.min()
    }
    if server.hasRequests { return .zero }
    let pause = reception.due.map { Instant.now.duration(to: $0) }
    guard let next else { return pause }
    let time = realTime(until: next)
    return pause.map { min($0, time) } ?? time
  }

  // MARK: - Events

  private mutating func exchange(until next: Instant?) throws(SystemError) -> Program.Ending? {
    var readiness = PollSet()
    let signalled = readiness.add(signals.descriptor, .readable)
    // A client is read when all that it has asked for is done.
    let visit = reception.add(
      to: &readiness,
      admitting: !servesOne || reception.clients.isEmpty,
      reading: { !server.isDown && !server.hasRequests(of: $0) }
    )
    try readiness.wait(timeout: timeout(until: next))
    _ = server.advance(to: simulatedNow, atMost: Self.maximumTurn)
    if readiness.isReady(signalled), let ending = try handleSignal() { return ending }
    try move(visit, readiness)
    return nil
  }

  private mutating func move(
    _ visit: Reception.Visit,
    _ readiness: PollSet
  ) throws(SystemError) {
    let gone = reception.read(visit, readiness) { bytes, id in server.receive(bytes, from: id) }
    gone.forEach { drop($0) }
    try reception.admit(visit, readiness) { server.connect() }
  }

  private mutating func deliver() {
    let gone = reception.deliver { id in server.takeOutput(for: id) }
    gone.forEach { drop($0) }
  }

  private mutating func drop(_ id: SimulatedServer.ClientID) {
    reception.drop(id)
    server.disconnect(id)
  }

  // MARK: - The end

  /// How long a client may take nothing of what was said before the end.
  private static let grace = Duration.seconds(1)

  /// The simulated process has ended: nobody is admitted any more, and nobody heard.
  private mutating func goDown() {
    reception.close()
    end = .now
    if let assertion = server.failedAssertion {
      note(
        "the simulated QEMU \(server.release.version) has aborted, as the real one does: "
          + "assertion failed in \(assertion)"
      )
    }
  }

  /// Closes who has been told everything, or takes nothing; after a crash everybody.
  private mutating func dismissClients() {
    for (id, client) in reception.clients
    where server.failedAssertion != nil || client.isUpToDate || lastMoment(of: client) <= .now {
      drop(id)
    }
  }

  /// How long a client is waited for once the end has come.
  private func lastMoment(of client: ServedClient) -> Instant {
    max(client.lastProgress, end ?? client.lastProgress).advanced(by: Self.grace)
  }

  private mutating func reportStepFailures() {
    for failure in server.stepFailures.dropFirst(reportedFailures) {
      note(
        "a step of the scenario was refused: \(Visible.text(failure.step.request.command)): "
          + Visible.text("\(failure.error)")
      )
    }
    reportedFailures = server.stepFailures.count
  }

  // MARK: - Signals

  /// Ends by a signal that came; with a command passes it on, and ends as that does.
  private borrowing func handleSignal() throws(SystemError) -> Program.Ending? {
    while let signal = try signals.next() {
      let isChildsEnd = signal.number == SignalDescriptor.childEnded
      guard let child else {
        if isChildsEnd { continue }
        return .signal(signal.number)
      }
      guard isChildsEnd else {
        // What the terminal sent has reached the command, too.
        if signal.isFromProcess { child.send(signal.number) }
        continue
      }
      switch try child.poll() {
      case .exit(let status): return .passedOn(status)
      case .signal(let number): return .signal(number)
      case nil: break
      }
    }
    return nil
  }
}
