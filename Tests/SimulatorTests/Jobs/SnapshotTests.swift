import QMP
import Simulator
import Testing

/// As qemu-system-x86_64 7.2.22 did with a machine and a qcow2 disk.
@Suite struct SnapshotTests {
  private static let rest = ["j waiting", "j pending", "j concluded"]

  @Test func `saving stops the machine for a moment and is done before the reply`() {
    var pair = SessionPair()
    #expect(
      pair.start(.save) == ["j created", "j running", "STOP", "RESUME", "ok"]
    )
    #expect(pair.pass(.microseconds(1)) == Self.rest)
    #expect(pair.job()?["type"] == "snapshot-save")
    #expect(pair.job()?["error"] == nil)
  }

  @Test func `loading what was saved does the same, and deleting does not touch the machine`() {
    var pair = SessionPair()
    _ = pair.start(.save, "s")
    _ = pair.pass(.seconds(1))
    #expect(pair.start(.load) == ["j created", "j running", "STOP", "RESUME", "ok"])
    #expect(pair.pass(.seconds(1)) == Self.rest)
    #expect(pair.start(.delete, "k") == ["k created", "k running", "ok"])
    _ = pair.pass(.seconds(1))
    // What is deleted cannot be loaded, but deleted again.
    #expect(pair.start(.delete, "l") == ["l created", "l running", "ok"])
    #expect(pair.pass(.seconds(1)) == named(["waiting", "pending", "concluded"], "l"))
    #expect(pair.start(.load, "m").contains("RESUME") == false)
  }

  @Test func `loading what was never saved leaves the machine stopped`() {
    var pair = SessionPair()
    #expect(pair.start(.load) == ["j created", "j running", "STOP", "ok"])
    #expect(pair.pass(.seconds(1)) == ["j aborting", "j concluded"])
    #expect(pair.job()?["error"] == "Snapshot 's' does not exist in one or more devices")
    #expect(pair.job()?["current-progress"] == 1)
    #expect(pair.start(.save, "k") == ["k created", "k running", "ok"])
    #expect(pair.start(.load, "l") == ["l created", "l running", "ok"])
  }

  @Test(arguments: mistakes)
  func `what is wrong becomes the job's error`(
    _ start: Start,
    _ arguments: JSONObject,
    _ error: String
  ) {
    var pair = SessionPair()
    _ = pair.start(.save, "s", ["tag": "taken"])
    _ = pair.pass(.seconds(1))
    #expect(pair.start(start, "j", arguments) == ["j created", "j running", "ok"])
    #expect(pair.pass(.seconds(1)) == ["j aborting", "j concluded"])
    #expect(pair.job()?["error"] == .string(error))
  }

  @Test func `a bad id is refused before there is a job`() {
    var pair = SessionPair()
    #expect(pair.start(.save, "9") == ["GenericError: Invalid job ID '9'"])
  }

  private static let mistakes: [(Start, JSONObject, String)] = [
    (.delete, ["devices": ["x"]], "No block device node 'x'"),
    (.save, ["devices": ["d0", "x"]], "No block device node 'x'"),
    (.save, ["vmstate": "x"], "vmstate block device 'x' does not exist"),
    (.save, ["tag": "taken"], "Snapshot 'taken' already exists in one or more devices"),
  ]
}
