import Jobs
package import QMP

/// A QMP server that runs jobs on disks which do not exist, by QEMU's rules to the letter.
///
/// Bytes and instants go in, bytes come out; it has no socket, no thread and no clock. Everything
/// that is due by an instant happens in ``advance(to:)``, in order, at its own time.
package struct SimulatedServer {
  package typealias ClientID = Int

  /// A command of the scenario that the server refused.
  package struct StepFailure: Hashable, Sendable {
    package let step: Scenario.Step
    package let error: ServerError
  }

  private struct Client {
    var session: ServerSession
    var outgoing: [UInt8] = []
  }

  package let release: Release
  private let manner: ServerSession.Manner
  private let start: Instant
  /// The time of day at ``start``, for the timestamps of events.
  private let wallStart: Event.Timestamp

  private var clients: [ClientID: Client] = [:]
  private var clientCount = 0
  private var pendingSteps: ArraySlice<Scenario.Step>
  package private(set) var stepFailures: [StepFailure] = []

  private(set) var now: Instant
  /// The process has ended: by `quit`, or by an assertion that this release fails.
  package private(set) var isDown = false
  /// What ``isDown`` is due to; nil for an orderly end.
  package private(set) var failedAssertion: String?

  // What the extensions work on.
  var disks: [String: Disk]
  var jobs: [String: SimulatedJob] = [:]
  /// The members of each transaction, in the order of their creation.
  var transactions: [Int: [String]] = [:]
  var transactionCount = 0
  /// The order in which jobs were created.
  var order: [String] = []
  /// The job that has a node to itself.
  var nodeUsers: [String: String] = [:]
  /// Internal snapshots by tag.
  var snapshots: Set<String> = []
  private var timeline = Timeline()
  private var turns: [String: Int] = [:]

  /// Starts the server at `start`, which is `wallStart` on the wall; steps due then are yet to
  /// happen.
  package init(
    _ scenario: Scenario,
    release: Release,
    isPretty: Bool = false,
    start: Instant,
    wallStart: Event.Timestamp = Event.Timestamp(seconds: 0, microseconds: 0)
  ) {
    self.release = release
    self.manner = ServerSession.Manner(isPretty: isPretty)
    self.start = start
    self.wallStart = wallStart
    self.now = start
    self.pendingSteps = scenario.steps[...]
    self.disks = Dictionary(scenario.disks.map { ($0.name, $0) }) { _, last in last }
  }

  // MARK: - Clients

  /// Admits a client, whose first output is the greeting.
  package mutating func connect() -> ClientID {
    let greeting = Greeting(
      version: release.version,
      package: "jobctl sandbox",
      capabilities: release.offersOutOfBand ? ["oob"] : []
    )
    let session = ServerSession(greeting: greeting, manner: manner)
    clientCount += 1
    clients[clientCount] = Client(session: session, outgoing: session.opening)
    return clientCount
  }

  package mutating func disconnect(_ id: ClientID) {
    clients[id] = nil
  }

  /// Takes bytes of a client and does what they ask, after everything that was due before.
  package mutating func receive(_ bytes: Span<UInt8>, from id: ClientID, at instant: Instant) {
    _ = advance(to: instant)
    guard let actions = clients[id]?.session.receive(bytes) else { return }
    for action in actions where !isDown {
      switch action {
      case .send(let bytes):
        clients[id]?.outgoing += bytes
      case .execute(let command):
        let result = execute(command.name, command.arguments)
        if let result, let reply = clients[id]?.session.reply(to: command, with: result) {
          clients[id]?.outgoing += reply
        }
        // What the command has made due happens behind its reply.
        _ = advance(to: now)
      }
    }
  }

  /// What is to be sent to a client, and is then forgotten here.
  package mutating func takeOutput(for id: ClientID) -> [UInt8] {
    guard let bytes = clients[id]?.outgoing else { return [] }
    clients[id]?.outgoing = []
    return bytes
  }

  /// Whether anybody hears events.
  var hasListeners: Bool {
    clients.values.contains(where: \.session.isNegotiated)
  }

  /// Sends an event to every client that has negotiated.
  mutating func emit(_ name: String, _ data: JSONObject) {
    let listeners = clients.filter(\.value.session.isNegotiated)
    guard let session = listeners.first?.value.session else { return }
    let elapsed = start.duration(to: now).components
    let microseconds = wallStart.microseconds + elapsed.attoseconds / 1_000_000_000_000
    let timestamp: JSONObject = [
      "seconds": .integer(wallStart.seconds + elapsed.seconds + microseconds / 1_000_000),
      "microseconds": .integer(microseconds % 1_000_000),
    ]
    let message = session.encode([
      "timestamp": .object(timestamp), "event": .string(name), "data": .object(data),
    ])
    for id in listeners.keys {
      clients[id]?.outgoing += message
    }
  }

  // MARK: - Time

  /// Lets everything happen that is due by `instant`; answers when the next thing is due, nil for
  /// never.
  ///
  /// An instant before one that was passed earlier changes nothing.
  package mutating func advance(to instant: Instant) -> Instant? {
    while !isDown {
      dropStaleEntries()
      let step = pendingSteps.first.map { start.advanced(by: $0.after) }
      let entry = timeline.first
      guard let due = [step, entry?.instant].compactMap(\.self).min() else { break }
      guard due <= instant else {
        now = max(now, instant)
        return due
      }
      now = max(now, due)
      if let step, step <= due {
        perform(pendingSteps.removeFirst())
      } else if let entry {
        timeline.removeFirst()
        proceed(entry.id)
      }
    }
    now = max(now, instant)
    return nil
  }

  private mutating func perform(_ step: Scenario.Step) {
    guard case .failure(let error)? = execute(step.request.command, step.request.arguments) else {
      return
    }
    stepFailures.append(StepFailure(step: step, error: error))
  }

  private mutating func dropStaleEntries() {
    while let entry = timeline.first, turns[entry.id] != entry.turn {
      timeline.removeFirst()
    }
  }

  /// Notes when a job is to be looked at again, in place of what was noted before; nil for never.
  mutating func schedule(_ id: String, at instant: Instant?) {
    let turn = turns[id, default: 0] + 1
    guard let instant else {
      turns[id] = jobs[id] == nil ? nil : turn
      return
    }
    turns[id] = turn
    timeline.insert(Timeline.Entry(instant: instant, id: id, turn: turn))
  }

  /// Ends the process; with `assertion` as a crash, in which nobody gets another byte.
  mutating func goDown(assertion: String?) {
    isDown = true
    failedAssertion = assertion
  }
}
