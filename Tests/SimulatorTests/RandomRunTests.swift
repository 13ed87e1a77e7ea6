import Jobs
import QMP
import Simulator
import Testing

/// Whatever clients ask and however time goes, every job keeps to the state table.
@Suite struct RandomRunTests {
  /// A generator whose runs can be repeated (SplitMix64).
  private struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  private static let verbs = [
    "job-pause", "job-resume", "job-cancel", "job-complete", "job-finalize", "job-dismiss",
    "block-job-pause", "block-job-resume", "block-job-cancel", "block-job-complete",
    "block-job-finalize", "block-job-dismiss",
  ]
  private static let policies = ["report", "ignore", "stop", "enospc", "auto", "nonsense"]

  @Test(arguments: [
    QEMUVersion(3, 0), QEMUVersion(5, 2), QEMUVersion(7, 2), QEMUVersion(10, 0, 13),
    Release.newest,
  ])
  func `no run of 20,000 steps leaves the state table`(_ version: QEMUVersion) {
    var dice = Dice(state: UInt64(version.major * 100 + version.minor))
    var talk = Talk(Self.scenario(&dice), version: version)
    for _ in 0..<20_000 {
      let before = talk.now
      Self.step(&talk, &dice)
      #expect(talk.now >= before)
      if talk.server.isDown { talk = Self.restart(talk, &dice, version) }
    }
    Self.check(talk.history)
  }

  private static func restart(_ talk: Talk, _ dice: inout Dice, _ version: QEMUVersion) -> Talk {
    check(talk.history)
    return Talk(scenario(&dice), version: version)
  }

  private static func check(_ history: [String: [String]]) {
    for (id, words) in history {
      var status = JobStatus.undefined
      for word in words {
        guard let next = JobStatus(rawValue: word) else { continue }
        // An id may be used again once its job is gone.
        if status == .null { status = .undefined }
        #expect(status.successors.contains(next), "\(id): \(words)")
        status = next
      }
    }
  }

  private static func scenario(_ dice: inout Dice) -> Scenario {
    let disks = (0..<6).flatMap { number in
      let faults = (0..<Int.random(in: 0...2, using: &dice)).map { _ in
        Disk.Fault(
          offset: Int64.random(in: 0...(2 << 20), using: &dice),
          operation: Bool.random(using: &dice) ? .read : .write,
          cause: Bool.random(using: &dice) ? .io : .noSpace,
          // One that never heals makes thousands of events a second, which test nothing more.
          count: Int.random(in: 1...3, using: &dice)
        )
      }
      return [
        Disk(
          name: "disk\(number)",
          size: Int64.random(in: 0...(2 << 20), using: &dice),
          backing: number > 3 ? "disk0" : nil,
          bandwidth: Int64.random(in: 1...(64 << 20), using: &dice),
          growth: Int64.random(in: 0...1000, using: &dice),
          faults: faults
        ),
        Disk(name: "copy\(number)", size: 2 << 20),
      ]
    }
    return Scenario(summary: "", disks: disks)
  }

  private static func step(_ talk: inout Talk, _ dice: inout Dice) {
    let id: JSONValue = .string("j\(Int.random(in: 0..<8, using: &dice))")
    switch Int.random(in: 0..<10, using: &dice) {
    case 0...1: start(&talk, id, &dice)
    case 2...6:
      let verb = verbs.randomElement(using: &dice) ?? ""
      var arguments: JSONObject = ["id": id]
      if verb.hasPrefix("block"), !verb.hasSuffix("finalize"), !verb.hasSuffix("dismiss") {
        arguments = ["device": id]
        if verb.hasSuffix("cancel") { arguments["force"] = .bool(Bool.random(using: &dice)) }
      }
      _ = talk.execute(verb, arguments)
    case 7:
      let speeds: [Int64] = [0, 1, 65536, .max, -1]
      let speed = speeds.randomElement(using: &dice) ?? 0
      _ = talk.execute("block-job-set-speed", ["device": id, "speed": .integer(speed)])
    default:
      talk.advance(by: .milliseconds(Int.random(in: 0...400, using: &dice)))
    }
  }

  private static func start(_ talk: inout Talk, _ id: JSONValue, _ dice: inout Dice) {
    let number = Int.random(in: 0..<6, using: &dice)
    let policy: JSONValue = .string(policies.randomElement(using: &dice) ?? "")
    var data: JSONObject = [
      "job-id": id, "device": .string("disk\(number)"), "target": .string("copy\(number)"),
      "sync": ["full", "top", "none"].randomElement(using: &dice) ?? "full",
      "auto-dismiss": .bool(Bool.random(using: &dice)),
      "auto-finalize": .bool(Bool.random(using: &dice)),
      "on-source-error": policy, "on-target-error": policy,
    ]
    switch Int.random(in: 0..<6, using: &dice) {
    case 0: _ = talk.execute("blockdev-mirror", data)
    case 1: _ = talk.execute("blockdev-backup", data)
    case 2: _ = talk.execute("block-stream", ["job-id": id, "device": .string("disk\(number)")])
    case 3: _ = talk.execute("block-commit", ["job-id": id, "device": .string("disk\(number)")])
    case 4:
      let options: JSONObject = ["driver": "file", "filename": "/nonexistent/x", "size": 1]
      _ = talk.execute("blockdev-create", ["job-id": id, "options": .object(options)])
    default:
      let first: JSONValue = ["type": "blockdev-backup", "data": .object(data)]
      data["job-id"] = "partner"
      data["device"] = "disk5"
      data["target"] = "copy5"
      let second: JSONValue = ["type": "blockdev-backup", "data": .object(data)]
      _ = talk.execute(
        "transaction",
        [
          "actions": [first, second],
          "properties": [
            "completion-mode": Bool.random(using: &dice) ? "grouped" : "individual"
          ],
        ]
      )
    }
  }
}
