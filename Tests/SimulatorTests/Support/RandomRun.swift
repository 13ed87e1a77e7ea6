import Jobs
import QMP
import Simulator

/// One random scenario and the random steps of a client on it, watched by a referee.
struct RandomRun {
  private var dice: Dice
  private var pair: SessionPair
  private var referee: Referee
  private var seen = 0

  init(seed: UInt64, version: QEMUVersion) {
    dice = Dice(seed: seed)
    pair = SessionPair(RandomScenario.make(&dice), version)
    referee = Referee(version: version)
  }

  /// What the referee has against the steps so far.
  var mistakes: [String] {
    referee.mistakes
  }

  var visited: Set<JobStatus> {
    referee.visited
  }

  var isDown: Bool {
    pair.server.isDown
  }

  mutating func step() {
    let before = pair.server.now
    switch dice.roll(0..<16) {
    case 0...2: ask(RandomRequest.start(&dice))
    case 3...9: ask(RandomRequest.verb(&dice))
    case 10: ask(RandomRequest.nonsense(&dice))
    case 11: compare()
    case 12: referee.note(pair.passToNext(atMost: 10_000))
    default: _ = pair.pass(dice.pick(Self.spans))
    }
    judge()
    referee.note(time: pair.server.now, notBefore: before)
  }

  private static let spans: [Duration] = [
    .zero, .nanoseconds(1), .microseconds(300), .milliseconds(7), .milliseconds(100), .seconds(1),
    .seconds(90),
  ]

  /// Sends a request, whose success the status before it must allow.
  private mutating func ask(_ request: Request) {
    let id = request.arguments["id"]?.string ?? request.arguments["device"]?.string ?? ""
    let status = referee.statuses[id]
    let reply = pair.send(request)
    referee.judge(reply, to: request, in: status, isDown: pair.server.isDown)
  }

  /// Takes what was told; the events count as they came.
  private mutating func judge() {
    _ = pair.takeTranscript()
    for event in pair.events.dropFirst(seen) { referee.judge(event) }
    seen = pair.events.count
  }

  /// Compares what the queries say with what the events told.
  private mutating func compare() {
    judge()
    let jobs = pair.query("query-jobs").array ?? []
    let blockJobs = pair.query("query-block-jobs").array ?? []
    referee.judge(jobs: jobs.compactMap(\.object), blockJobs: blockJobs.compactMap(\.object))
  }
}

/// Disks of random sizes, speeds and faults.
enum RandomScenario {
  static func make(_ dice: inout Dice) -> Scenario {
    let disks = (0..<6).flatMap { number in
      [
        Disk(
          name: "d\(number)",
          size: dice.pick([0, 1, 65_536, 2 << 20, 5 << 20, 1 << 40]),
          allocated: dice.pick([nil, 0]),
          backing: number > 3 ? "d0" : nil,
          bandwidth: dice.pick([1, 65_536, 64 << 20, .max]),
          growth: dice.pick([0, 0, 0, 1000, 64 << 20]),
          faults: faults(&dice)
        ),
        Disk(name: "t\(number)", size: 2 << 20, faults: faults(&dice)),
      ]
    }
    return Scenario(summary: "", disks: disks)
  }

  private static func faults(_ dice: inout Dice) -> [Disk.Fault] {
    (0..<dice.pick([0, 0, 1, 3])).map { _ in
      Disk.Fault(
        offset: dice.pick([0, 1, 65_536, 1 << 20, 2 << 20, 3 << 20]),
        operation: dice.pick([.read, .write]),
        cause: dice.pick([.io, .noSpace]),
        count: dice.pick([1, 1, 2, 5])
      )
    }
  }
}
