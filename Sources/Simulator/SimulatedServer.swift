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
  /// The clients that have negotiated: those that get events.
  private var listeners: Set<ClientID> = []
  private var clientCount = 0
  private var pendingSteps: ArraySlice<Scenario.Step>
  package private(set) var stepFailures: [StepFailure] = []

  /// Until when everything has happened.
  package private(set) var now: Instant
  /// The process has ended: by `quit`, or by an assertion that this release fails.
  package private(set) var isDown = false
  /// The process is about to end: jobs are no longer drained for each other.
  var isQuitting = false
  /// What ``isDown`` is due to; nil for an orderly end.
  package private(set) var failedAssertion: String?

  // What the extensions work on.
  var graph: BlockGraph
  var jobs = JobTable()
  /// The members of each transaction, in the order of their creation.
  var transactions: [Int: [String]] = [:]
  var transactionCount = 0
  /// Internal snapshots by tag.
  var snapshots: Set<String> = []
  var isMachineRunning = true
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
    self.graph = BlockGraph(scenario.disks)
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
    listeners.remove(id)
  }

  var hasListeners: Bool {
    !listeners.isEmpty
  }

  /// Takes bytes of a client and does what they ask, after everything that was due before.
  package mutating func receive(_ bytes: Span<UInt8>, from id: ClientID, at instant: Instant) {
    _ = advance(to: instant)
    guard let actions = clients[id]?.session.receive(bytes) else { return }
    if clients[id]?.session.isNegotiated == true { listeners.insert(id) }
    for action in actions where !isDown {
      switch action {
      case .send(let bytes):
        clients[id]?.outgoing += bytes
      case .execute(let command):
        let result = execute(command.name, command.arguments, outOfBand: command.isOutOfBand)
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

  /// Sends an event to every client that has negotiated.
  mutating func emit(_ name: String, _ data: JSONObject) {
    guard hasListeners else { return }
    let elapsed = start.duration(to: now).components
    let microseconds = wallStart.microseconds + elapsed.attoseconds / 1_000_000_000_000
    let timestamp: JSONObject = [
      "seconds": .integer(wallStart.seconds + elapsed.seconds + microseconds / 1_000_000),
      "microseconds": .integer(microseconds % 1_000_000),
    ]
    let message = manner.encode([
      "timestamp": .object(timestamp), "event": .string(name), "data": .object(data),
    ])
    for id in listeners {
      clients[id]?.outgoing += message
    }
  }

  // MARK: - Time

  /// Lets everything happen that is due by `instant`; answers when the next thing is due, nil for
  /// never.
  ///
  /// An instant before one that was passed earlier changes nothing. At most `limit` things happen;
  /// when the next one is already due then, time has got no further than to the last.
  package mutating func advance(to instant: Instant, atMost limit: Int = .max) -> Instant? {
    var count = 0
    while !isDown {
      dropStaleEntries()
      let step = pendingSteps.first.map { start.advanced(by: $0.after) }
      let entry = timeline.first
      guard let due = [step, entry?.instant].compactMap(\.self).min() else { break }
      guard due <= instant else {
        now = max(now, instant)
        return due
      }
      guard count < limit else { return due }
      count += 1
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
