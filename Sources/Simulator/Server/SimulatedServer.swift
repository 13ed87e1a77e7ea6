import Jobs
package import QMP

/// A QMP server that runs jobs on disks which do not exist, by QEMU's rules to the letter.
///
/// Bytes and instants go in, bytes come out; it has no socket, no thread and no clock. Everything
/// that is due by an instant happens in ``advance(to:)``, in order, at its own time.
package struct SimulatedServer {
  package typealias ClientID = ClientTable.ClientID

  /// A command of the scenario that the server refused.
  package struct StepFailure: Hashable, Sendable {
    package let step: Scenario.Step
    package let error: ServerError
  }

  package let release: Release
  private let manner: ServerSession.Manner
  private let start: Instant
  /// The time of day at ``start``, for the timestamps of events.
  private let wallStart: Event.Timestamp

  private var clients = ClientTable()
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
    clients.admit(ServerSession(greeting: greeting, manner: manner))
  }

  package mutating func disconnect(_ id: ClientID) {
    clients.remove(id)
  }

  /// Takes bytes of a client; the commands in them are carried out by ``serve()``.
  package mutating func receive(_ bytes: Span<UInt8>, from id: ClientID) {
    clients.receive(bytes, from: id)
  }

  /// Whether a client waits for a command to be carried out.
  package var hasRequests: Bool {
    !isDown && clients.hasRequests
  }

  /// Whether this client does.
  package func hasRequests(of id: ClientID) -> Bool {
    clients.hasRequests(of: id)
  }

  /// Carries out one command of each client that waits for one.
  ///
  /// So nobody has to wait for all that somebody else asks for, and what there is to send can be sent
  /// in between.
  package mutating func serve() {
    for id in clients.waiting where !isDown {
      guard let command = clients.nextCommand(of: id) else { continue }
      let result = execute(command.name, command.arguments, outOfBand: command.isOutOfBand)
      if let result { clients.reply(to: command, of: id, with: result) }
      // What the command has made due happens behind its reply.
      _ = advance(to: now)
    }
  }

  /// What is to be sent to a client, and is then forgotten here.
  package mutating func takeOutput(for id: ClientID) -> [UInt8] {
    clients.takeOutput(for: id)
  }

  /// Whether anybody would hear of an event.
  var hasListeners: Bool {
    clients.hasListeners
  }

  var greeting: Greeting {
    Greeting(
      version: release.version,
      package: "jobctl sandbox",
      capabilities: release.offersOutOfBand ? ["oob"] : []
    )
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
    clients.tell(
      manner.encode([
        "timestamp": .object(timestamp), "event": .string(name), "data": .object(data),
      ])
    )
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
      guard let due = Instant.earliest(step, entry?.instant) else { break }
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
