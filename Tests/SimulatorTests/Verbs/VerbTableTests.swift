import Jobs
import QMP
import Simulator
import Testing

@Suite struct VerbTableTests {
  @Test(arguments: VerbTable.all)
  func `a verb does in each status what QEMU 7_2 does`(_ cell: VerbCell) {
    check(cell, on: QEMUVersion(7, 2, 22))
  }

  @Test(arguments: VerbTable.all)
  func `other releases agree`(_ cell: VerbCell) {
    for version in [
      QEMUVersion(6, 0), QEMUVersion(8, 2), QEMUVersion(10, 0, 13), QEMUVersion.newestKnown,
    ] {
      check(cell, on: version)
    }
  }

  @Test(arguments: VerbTable.all)
  func `before 6_0 complete is not accepted in standby`(_ cell: VerbCell) {
    for version in [QEMUVersion(3, 1), QEMUVersion(5, 2)] { check(cell.before6, on: version) }
  }

  @Test(arguments: VerbTable.all.filter { !$0.command.hasPrefix("job-") && $0.type == .backup })
  func `in 2_12 the older commands do the same`(_ cell: VerbCell) {
    check(cell, on: QEMUVersion(2, 12))
  }

  private func check(_ cell: VerbCell, on version: QEMUVersion) {
    var pair = SessionPair(.plain, version)
    pair.hold(cell.status, cell.type)
    let reply = pair.send(cell.request)
    switch cell.outcome {
    case .refused(let error):
      #expect(reply == .failure(error))
      #expect(pair.status() == cell.status.rawValue)
    case .accepted(let outcome):
      #expect(reply == .success([:]))
      let passed: Duration = cell.type == .create ? .milliseconds(1) : .milliseconds(400)
      _ = pair.pass(passed)
      check(pair, outcome)
    }
  }

  private func check(_ pair: SessionPair, _ outcome: String) {
    var pair = pair
    switch outcome {
    case "gone": #expect(pair.status() == nil)
    case "aborted":
      #expect(pair.status() == "concluded")
      #expect(pair.job()?["error"] ?? "Operation canceled" == "Operation canceled")
    default:
      #expect(pair.status() == outcome)
      #expect(pair.job()?["error"] == nil)
    }
  }
}

// MARK: - The rest of the verbs

extension VerbTableTests {
  @Test(arguments: ["pause", "resume", "cancel", "complete", "finalize", "dismiss"])
  func `a job that is not there is not found`(_ verb: String) {
    var pair = SessionPair()
    #expect(pair.perform("job-\(verb)", ["id": "x"]) == ["GenericError: Job not found"])
    let name = ["finalize", "dismiss"].contains(verb) ? "id" : "device"
    #expect(
      pair.perform("block-job-\(verb)", [name: "x"]) == [
        "DeviceNotActive: Block job 'x' not found"
      ]
    )
  }

  @Test func `a speed is looked at after the status`() {
    var pair = SessionPair()
    pair.hold(.running, .mirror)
    let negative: JSONObject = ["device": "j", "speed": -1]
    #expect(
      pair.perform("block-job-set-speed", negative) == [
        "GenericError: Parameter 'speed' expects a non-negative value"
      ]
    )
    _ = pair.perform("job-cancel", ["id": "j"])
    #expect(
      pair.perform("block-job-set-speed", negative) == [
        "GenericError: Job 'j' in state 'concluded' cannot accept command verb 'set-speed'"
      ]
    )
    var old = SessionPair(.plain, QEMUVersion(4, 2))
    old.hold(.running, .mirror)
    #expect(
      old.perform("block-job-set-speed", negative) == ["GenericError: Invalid parameter 'speed'"]
    )
  }

  @Test(arguments: [
    (Held.ready, "mirror", "write-blocking", "ok"),
    (.standby, "mirror", "write-blocking", "ok"),
    (.running, "mirror", "background", "ok"),
    (.running, "commit", "write-blocking", "GenericError: Parameter 'copy-mode' is unexpected"),
    (.pending, "mirror", "write-blocking", illegalChange("pending")),
    (.concluded, "mirror", "write-blocking", illegalChange("concluded")),
    (
      .running, "mirror", "sideways",
      "GenericError: Parameter 'copy-mode' does not accept value 'sideways'"
    ),
    (.running, "tea", "background", "GenericError: Parameter 'type' does not accept value 'tea'"),
  ])
  func `from 8_2 on a mirror's copy mode can be changed`(
    _ status: Held,
    _ type: String,
    _ mode: String,
    _ reply: String
  ) {
    let arguments: JSONObject = ["id": "j", "type": .string(type), "copy-mode": .string(mode)]
    var pair = SessionPair(.plain, QEMUVersion(8, 2))
    pair.hold(status, .mirror)
    #expect(pair.perform("block-job-change", arguments) == [reply])
    var old = SessionPair(.plain, QEMUVersion(8, 1))
    old.hold(status, .mirror)
    #expect(
      old.perform("block-job-change", arguments) == [
        "CommandNotFound: The command block-job-change has not been found"
      ]
    )
  }

  @Test func `a copy mode only changes to write-blocking, and only that of a mirror`() {
    var pair = SessionPair(.plain, QEMUVersion(8, 2))
    pair.hold(.ready, .mirror)
    #expect(pair.blockJob()?["actively-synced"] == false)
    let change: JSONObject = ["id": "j", "type": "mirror", "copy-mode": "write-blocking"]
    #expect(pair.perform("block-job-change", change) == ["ok"])
    _ = pair.pass(.seconds(1))
    #expect(pair.blockJob()?["actively-synced"] == true)
    #expect(pair.perform("block-job-change", change) == ["ok"])
    #expect(
      pair.perform("block-job-change", change.adding("copy-mode", "background")) == [
        "GenericError: Change to copy mode 'background' is not implemented"
      ]
    )
    var backup = SessionPair(.plain, QEMUVersion(8, 2))
    backup.hold(.running, .backup)
    #expect(
      backup.perform("block-job-change", change) == [
        "GenericError: Job type does not support change"
      ]
    )
    #expect(backup.blockJob()?["actively-synced"] == nil)
  }

  private static func illegalChange(_ status: String) -> String {
    "GenericError: Job 'j' in state '\(status)' cannot accept command verb 'change'"
  }
}
