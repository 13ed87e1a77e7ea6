import QMP
import Simulator
import Testing

@Suite struct LifecycleTests {
  /// From start to end without anybody's doing, on 7.2.
  @Test(arguments: [
    (Start.backup, ["created", "running", "paused", "running", "ok"], finished),
    (.stream, ["created", "running", "ok"], finished),
    (.intermediateCommit, ["created", "running", "ok"], finished),
    (.create, ["created", "running", "ok"], ["waiting", "pending", "concluded"]),
    (.amend, ["created", "running", "ok"], ["waiting", "pending", "concluded"]),
  ])
  func `a job ends by itself`(_ start: Start, _ begins: [String], _ ends: [String]) {
    var pair = SessionPair()
    #expect(pair.start(start) == named(begins))
    #expect(pair.pass(.seconds(10)) == named(ends))
  }

  @Test(arguments: [Start.mirror, .commit])
  func `a mirror waits when it is ready, and ends by complete`(_ start: Start) {
    var pair = SessionPair()
    #expect(pair.start(start) == named(["created", "running", "ok"]))
    #expect(pair.pass(.seconds(10)) == named(["ready", "READY"]))
    #expect(pair.pass(.seconds(1_000_000)) == [])
    #expect(pair.perform("job-complete", ["id": "j"]) == named(["ok"] + Self.finished))
    #expect(pair.status() == nil)
  }

  @Test(arguments: [Start.create, .amend, .save, .delete])
  func `a job outside the block family stays concluded`(_ start: Start) {
    var pair = SessionPair()
    _ = pair.start(start)
    _ = pair.pass(.seconds(10))
    #expect(pair.job()?["status"] == "concluded")
    #expect(pair.job()?["current-progress"] == 1)
    #expect(pair.job()?["total-progress"] == 1)
    #expect(pair.job()?["error"] == nil)
    #expect(pair.blockJob() == nil)
    #expect(pair.perform("job-dismiss", ["id": "j"]) == ["j null", "ok"])
    #expect(pair.status() == nil)
  }

  @Test(arguments: [Start.mirror, .backup, .stream, .commit, .intermediateCommit])
  func `a job that is not finalized by itself waits in pending`(_ start: Start) {
    var pair = SessionPair()
    _ = pair.start(start, "j", ["auto-finalize": false, "auto-dismiss": false])
    var told = pair.pass(.seconds(10))
    if pair.status() == "ready" { told = pair.perform("job-complete", ["id": "j"]) }
    #expect(told.suffix(3) == ["j waiting", "j pending", "j PENDING"])
    #expect(pair.pass(.seconds(10)) == [])
    #expect(
      pair.perform("job-finalize", ["id": "j"]) == ["j COMPLETED", "j concluded", "ok"]
    )
    #expect(pair.perform("job-dismiss", ["id": "j"]) == ["j null", "ok"])
  }

  @Test func `only a pending job that somebody must finalize is announced`() {
    var pair = SessionPair()
    _ = pair.start(.backup)
    #expect(!pair.pass(.seconds(10)).contains("j PENDING"))
  }

  @Test func `a job that is not dismissed by itself stays concluded, and its id taken`() {
    var pair = SessionPair()
    _ = pair.start(.backup, "j", ["auto-dismiss": false])
    #expect(pair.pass(.seconds(10)) == named(["waiting", "pending", "COMPLETED", "concluded"]))
    #expect(pair.start(.backup, number: 1) == ["GenericError: Job ID 'j' already in use"])
    // Its nodes are free all the same.
    #expect(pair.start(.backup, "k").last == "ok")
    _ = pair.perform("job-dismiss", ["id": "j"])
    #expect(pair.start(.backup, number: 1).last == "ok")
  }

  @Test func `before 3_0 there are only the companions`() {
    var pair = SessionPair(.plain, QEMUVersion(2, 12))
    #expect(pair.start(.backup, "j", ["auto-finalize": false, "auto-dismiss": false]) == ["ok"])
    #expect(pair.pass(.seconds(10)) == ["j PENDING"])
    #expect(pair.perform("block-job-finalize", ["id": "j"]) == ["j COMPLETED", "ok"])
    #expect(pair.status() == "concluded")
    #expect(pair.perform("block-job-dismiss", ["id": "j"]) == ["ok"])
    #expect(pair.status() == nil)
    #expect(pair.start(.mirror) == ["ok"])
    #expect(pair.pass(.seconds(10)) == ["j READY"])
    #expect(pair.perform("block-job-complete", ["device": "j"]) == ["ok", "j COMPLETED"])
  }

  @Test func `a stream with nothing to do is over at once`() {
    var pair = SessionPair()
    let told = pair.perform("block-stream", ["job-id": "j", "device": "d0"])
    #expect(told.contains("ok"))
    #expect(told.about("j") == ["created", "running"] + Self.finished)
  }

  static let finished = ["waiting", "pending", "COMPLETED", "concluded", "null"]
}

/// Lines about the job `j`; a reply is nobody's.
func named(_ lines: [String], _ id: String = "j") -> [String] {
  lines.map { $0 == "ok" ? $0 : "\(id) \($0)" }
}
