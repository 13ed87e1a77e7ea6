import QMP
import Simulator
import Testing

@Suite struct CancelTests {
  private static let aborted = ["aborting", "CANCELLED", "concluded"]

  @Test(arguments: [
    (Held.running, Held.JobType.mirror, aborted),
    (.paused, .mirror, ["running"] + aborted),
    (.ready, .mirror, aborted),
    (.standby, .mirror, ["ready"] + aborted),
    (.pending, .mirror, aborted),
    (.running, .backup, aborted),
    (.paused, .backup, ["running"] + aborted),
    (.waiting, .backup, aborted),
    (.pending, .backup, aborted),
  ])
  func `a forced cancel aborts, after the end of a pause`(
    _ status: Held,
    _ type: Held.JobType,
    _ statuses: [String]
  ) {
    for request in [Self.hard, Self.forced] {
      var pair = SessionPair()
      pair.hold(status, type)
      let told = pair.perform(request)
      #expect(told.contains("ok"))
      #expect(told.about("j") == statuses)
      #expect(pair.job()?["error"] == "Operation canceled")
      #expect(pair.pass(.seconds(1_000_000)) == [])
    }
  }

  @Test(arguments: [Start.mirror, .commit])
  func `a soft cancel of a ready mirror ends it as a success`(_ start: Start) {
    var pair = SessionPair()
    _ = pair.start(start, "j", ["auto-dismiss": false])
    _ = pair.pass(.seconds(10))
    #expect(
      pair.perform(Self.soft) == named(["ok", "waiting", "pending", "COMPLETED", "concluded"])
    )
    #expect(pair.job()?["error"] == nil)
    #expect(pair.blockJob()?["offset"] == pair.blockJob()?["len"])
  }

  @Test func `a soft cancel leaves the end to whoever must finalize it`() {
    var pair = SessionPair()
    pair.hold(.ready, .mirror)
    #expect(pair.perform(Self.soft) == named(["ok", "waiting", "pending", "PENDING"]))
    #expect(pair.perform("job-finalize", ["id": "j"]) == ["j COMPLETED", "j concluded", "ok"])
  }

  @Test(arguments: [
    (Start.mirror, Held.running), (.backup, .running), (.stream, .running), (.commit, .running),
    (.backup, .pending), (.stream, .pending),
  ])
  func `anywhere else a soft cancel is a forced one`(_ start: Start, _ status: Held) {
    var pair = SessionPair()
    _ = pair.start(start, "j", ["auto-dismiss": false, "auto-finalize": false, "speed": 1])
    if status == .pending {
      _ = pair.perform("block-job-set-speed", ["device": "j", "speed": 0])
      _ = pair.pass(.seconds(10))
    }
    #expect(pair.status() == status.rawValue)
    #expect(pair.perform(Self.soft).about("j") == Self.aborted)
    #expect(pair.job()?["error"] == "Operation canceled")
  }

  @Test func `cancelling a create does not interrupt it, but the result is an error`() {
    var pair = SessionPair()
    #expect(pair.start(.create).last == "ok")
    #expect(pair.perform(Self.hard) == ["ok"])
    #expect(pair.status() == "running")
    #expect(pair.pass(.seconds(1)) == ["j aborting", "j concluded"])
    #expect(pair.job()?["error"] == "Operation canceled")
    #expect(pair.job()?["current-progress"] == 1)
  }

  @Test func `what was done until then is told`() throws {
    var pair = SessionPair()
    _ = pair.start(.mirror, "j", ["speed": 3])
    _ = pair.perform(Self.hard)
    let event = try #require(pair.events.first { $0.isNamed("BLOCK_JOB_CANCELLED") })
    #expect(
      event.data == [
        "device": "j", "type": "mirror", "speed": 3, "len": .integer(64 << 20), "offset": 0,
      ]
    )
  }

  private static let hard = Request("job-cancel", ["id": "j"])
  private static let forced = Request("block-job-cancel", ["device": "j", "force": true])
  private static let soft = Request("block-job-cancel", ["device": "j"])
}

// MARK: - Complete

extension CancelTests {
  @Test func `complete in standby is accepted, and happens on resume`() {
    var pair = SessionPair()
    pair.hold(.standby, .mirror)
    #expect(pair.perform("job-complete", ["id": "j"]) == ["ok"])
    #expect(pair.perform("job-complete", ["id": "j"]) == ["ok"])
    #expect(pair.pass(.seconds(1_000)) == [])
    #expect(pair.status() == "standby")
    #expect(
      pair.perform("job-resume", ["id": "j"]).about("j") == [
        "ready", "waiting", "pending", "PENDING",
      ]
    )
  }

  @Test func `a completed mirror in standby can still be aborted`() {
    var pair = SessionPair()
    pair.hold(.standby, .mirror)
    _ = pair.perform("job-complete", ["id": "j"])
    #expect(pair.perform(Self.hard).about("j") == ["ready"] + Self.aborted)
  }
}
