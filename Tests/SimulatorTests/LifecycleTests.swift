import QMP
import Simulator
import Testing

/// The sequences of facts that real servers show (7.2 and later), drains aside.
@Suite struct LifecycleTests {
  struct Life: CustomTestStringConvertible {
    let name: String
    let command: String
    let arguments: JSONObject
    /// Verbs, each given when nothing more is due.
    var verbs: [(String, JSONObject)] = []
    let history: String

    var testDescription: String { name }
  }

  private static let mirror: JSONObject = [
    "job-id": "j", "device": "disk0", "target": "copy0", "sync": "full",
  ]
  private static let backup: JSONObject = [
    "job-id": "j", "device": "disk0", "target": "copy0", "sync": "full",
  ]
  private static let id: JSONObject = ["id": "j"]
  private static let device: JSONObject = ["device": "j"]

  static let lives: [Life] = [
    Life(
      name: "a mirror is completed",
      command: "blockdev-mirror",
      arguments: mirror,
      verbs: [("job-complete", id)],
      history: "created running ready READY waiting pending COMPLETED concluded null"
    ),
    Life(
      name: "a mirror by hand",
      command: "blockdev-mirror",
      arguments: mirror.with(["auto-finalize": false, "auto-dismiss": false]),
      verbs: [("job-complete", id), ("job-finalize", id), ("job-dismiss", id)],
      history: "created running ready READY waiting pending PENDING COMPLETED concluded null"
    ),
    Life(
      name: "a soft cancel keeps the copy",
      command: "blockdev-mirror",
      arguments: mirror,
      verbs: [("block-job-cancel", device)],
      history: "created running ready READY waiting pending COMPLETED concluded null"
    ),
    Life(
      name: "a forced cancel does not",
      command: "blockdev-mirror",
      arguments: mirror,
      verbs: [("job-cancel", id)],
      history: "created running ready READY aborting CANCELLED concluded null"
    ),
    Life(
      name: "a job cancelled in standby becomes ready first",
      command: "blockdev-mirror",
      arguments: mirror,
      verbs: [("job-pause", id), ("job-cancel", id)],
      history: "created running ready READY standby ready aborting CANCELLED concluded null"
    ),
    Life(
      name: "a backup ends by itself",
      command: "blockdev-backup",
      arguments: backup,
      history: "created running paused running waiting pending COMPLETED concluded null"
    ),
    Life(
      name: "a stream ends by itself",
      command: "block-stream",
      arguments: ["job-id": "j", "device": "top"],
      history: "created running waiting pending COMPLETED concluded null"
    ),
    Life(
      name: "an active commit becomes ready",
      command: "block-commit",
      arguments: ["job-id": "j", "device": "top"],
      verbs: [("job-complete", id)],
      history: "created running ready READY waiting pending COMPLETED concluded null"
    ),
    Life(
      name: "a create stays concluded",
      command: "blockdev-create",
      arguments: [
        "job-id": "j", "options": ["driver": "file", "filename": "/i", "size": 1],
      ],
      history: "created running waiting pending concluded"
    ),
    Life(
      name: "a create fails and the reply is success",
      command: "blockdev-create",
      arguments: [
        "job-id": "j", "options": ["driver": "file", "filename": "/nonexistent/i", "size": 1],
      ],
      history: "created running aborting concluded"
    ),
    Life(
      name: "an error is reported",
      command: "blockdev-backup",
      arguments: backup.with(["device": "worn"]),
      history: "created running paused running ERROR aborting COMPLETED concluded null"
    ),
    Life(
      name: "an error stops the job until it is resumed",
      command: "blockdev-backup",
      arguments: backup.with(["device": "worn", "on-source-error": "stop"]),
      verbs: [("job-resume", id)],
      history:
        "created running paused running ERROR paused running waiting pending COMPLETED concluded null"
    ),
    Life(
      name: "a job that cannot start is a phantom",
      command: "blockdev-mirror",
      arguments: mirror.with(["speed": -1]),
      history: "created null"
    ),
  ]

  @Test(arguments: lives)
  func `a job's events are those of a real server`(_ life: Life) {
    var talk = Talk(.disks)
    _ = talk.execute(life.command, life.arguments)
    while talk.advanceToNext() {}
    for (command, arguments) in life.verbs {
      #expect(talk.execute(command, arguments) == .success(.object([:])))
      while talk.advanceToNext() {}
    }
    #expect(talk.history["j"]?.joined(separator: " ") == life.history)
  }

  @Test func `one finalize concludes a whole group, of which one was manual`() {
    var talk = Talk(.disks)
    let actions: [JSONValue] = [
      ["type": "blockdev-backup", "data": .object(Self.backup.with(["job-id": "a"]))],
      [
        "type": "blockdev-backup",
        "data": .object([
          "job-id": "b", "device": "disk1", "target": "copy1", "sync": "full",
          "auto-finalize": false,
        ]),
      ],
    ]
    _ = talk.execute(
      "transaction",
      ["actions": .array(actions), "properties": ["completion-mode": "grouped"]]
    )
    while talk.advanceToNext() {}
    #expect(talk.statuses() == ["a": "pending", "b": "pending"])
    #expect(talk.execute("job-finalize", ["id": "a"]) == .success(.object([:])))
    #expect(talk.statuses() == [:])
    #expect(talk.history["a"]?.contains("PENDING") == false)
    #expect(talk.history["b"]?.suffix(3) == ["COMPLETED", "concluded", "null"])
  }
}

extension JSONObject {
  fileprivate func with(_ more: JSONObject) -> JSONObject {
    var all = self
    for member in more.members { all[member.name] = member.value }
    return all
  }
}
