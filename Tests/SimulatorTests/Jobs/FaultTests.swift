import QMP
import Simulator
import Testing

@Suite struct FaultTests {
  @Test(arguments: [
    ("report", Disk.Fault.Cause.io, "report"), ("report", .noSpace, "report"),
    ("ignore", .io, "ignore"), ("ignore", .noSpace, "ignore"),
    ("stop", .io, "stop"), ("stop", .noSpace, "stop"),
    ("enospc", .io, "report"), ("enospc", .noSpace, "stop"),
    ("auto", .io, "report"), ("auto", .noSpace, "stop"),
  ])
  func `what an error does depends on the policy and on the error`(
    _ policy: String,
    _ cause: Disk.Fault.Cause,
    _ action: String
  ) {
    for operation in [Disk.Fault.Operation.read, .write] {
      let fault = Disk.Fault(offset: 32 << 20, operation: operation, cause: cause)
      var pair = SessionPair(.failing(fault))
      let option = operation == .read ? "on-source-error" : "on-target-error"
      _ = pair.start(.backup, "j", [option: .string(policy), "auto-dismiss": false])
      let told = pair.pass(.seconds(10))
      #expect(told.first == "j ERROR \(operation.rawValue) \(action)")
      let text = cause == .io ? "Input/output error" : "No space left on device"
      switch action {
      case "report":
        #expect(told.dropFirst() == ["j aborting", "j COMPLETED: \(text)", "j concluded"])
        #expect(pair.job()?["error"] == .string(text))
      case "ignore":
        #expect(told.dropFirst() == named(["waiting", "pending", "COMPLETED", "concluded"])[...])
        #expect(pair.job()?["error"] == nil)
      default:
        #expect(told.dropFirst() == ["j paused"])
        #expect(pair.blockJob()?["io-status"] == (cause == .io ? "failed" : "nospace"))
        #expect(pair.blockJob()?["paused"] == true)
      }
    }
  }

  @Test func `the policy of the other end does not count`() {
    var pair = SessionPair(.failing(Disk.Fault(offset: 1 << 20, operation: .write)))
    _ = pair.start(.backup, "j", ["on-source-error": "ignore"])
    #expect(pair.pass(.seconds(10)).contains("j COMPLETED: Input/output error"))
  }

  @Test(arguments: [(Start.stream, 33 as Int64), (.commit, 31), (.intermediateCommit, 33)])
  func `streams and commits have one policy for both ends`(_ start: Start, _ place: Int64) {
    let disks = Scenario.plain.disks.map { disk in
      disk.failing([Disk.Fault(offset: place << 20)])
    }
    var pair = SessionPair(Scenario(summary: "", disks: disks))
    _ = pair.start(start, "j", ["on-error": "stop"])
    #expect(pair.pass(.seconds(10)) == ["j ERROR read stop", "j paused"])
  }

  @Test func `a job that stopped goes on where it stood, by resume only`() {
    var pair = SessionPair(.failing(Disk.Fault(offset: 32 << 20)))
    _ = pair.start(.backup, "j", ["on-source-error": "stop"])
    _ = pair.pass(.seconds(10))
    #expect(pair.blockJob()?["offset"] == .integer(32 << 20))
    #expect(pair.perform("job-pause", ["id": "j"]) == ["GenericError: Job is already paused"])
    #expect(
      pair.perform("block-job-cancel", ["device": "j"]) == [
        "GenericError: The block job for device 'j' is currently paused"
      ]
    )
    #expect(pair.perform("block-job-set-speed", ["device": "j", "speed": 0]) == ["ok"])
    #expect(pair.pass(.seconds(10)) == [])
    #expect(pair.perform("job-resume", ["id": "j"]) == ["j running", "ok"])
    #expect(pair.blockJob()?["io-status"] == "ok")
    #expect(pair.pass(.milliseconds(400)) == [])
    #expect(pair.pass(.milliseconds(200)).contains("j COMPLETED"))
  }

  @Test func `a fault happens as often as it says`() {
    var pair = SessionPair(.failing(Disk.Fault(offset: 1 << 20, count: 3)))
    _ = pair.start(.backup, "j", ["on-source-error": "stop"])
    #expect(pair.pass(.seconds(10)) == ["j ERROR read stop", "j paused"])
    for _ in 2...3 {
      #expect(
        pair.perform("job-resume", ["id": "j"]) == [
          "j running", "ok", "j ERROR read stop", "j paused",
        ]
      )
    }
    #expect(pair.perform("job-resume", ["id": "j"]) == ["j running", "ok"])
    #expect(pair.pass(.seconds(10)).contains("j COMPLETED"))
  }

  @Test func `an error that is ignored comes again until the disk works`() {
    var pair = SessionPair(.failing(Disk.Fault(offset: 32 << 20, count: 3)))
    _ = pair.start(.backup, "j", ["on-source-error": "ignore"])
    let told = pair.pass(.seconds(10)).about("j")
    #expect(told == Array(repeating: "ERROR read ignore", count: 3) + LifecycleTests.finished)
  }

  @Test func `on a disk that stays broken it comes thousands of times a second, for ever`() {
    var pair = SessionPair(.failing(Disk.Fault(offset: 32 << 20, count: 0)))
    _ = pair.start(.backup, "j", ["on-source-error": "ignore"])
    #expect(pair.pass(.seconds(2)).count > 4_000)
    #expect(pair.blockJob()?["offset"] == .integer(32 << 20))
    // Nothing that is done to the job changes that.
    #expect(pair.perform("block-job-set-speed", ["device": "j", "speed": 9]) == ["ok"])
    #expect(pair.pass(.seconds(1)).count > 4_000)
    #expect(pair.perform("job-pause", ["id": "j"]) == ["j paused", "ok"])
    #expect(pair.pass(.seconds(1)) == [])
    #expect(pair.perform("job-resume", ["id": "j"]).first == "j running")
    #expect(pair.pass(.seconds(1)).count > 4_000)
    #expect(pair.perform("job-cancel", ["id": "j"]).contains("j CANCELLED"))
    #expect(pair.pass(.seconds(1)) == [])
  }

  @Test func `several faults come one after the other`() {
    var pair = SessionPair(
      .failing(Disk.Fault(offset: 32 << 20), Disk.Fault(offset: 16 << 20, operation: .write))
    )
    _ = pair.start(.backup, "j", ["on-source-error": "ignore", "on-target-error": "ignore"])
    #expect(pair.pass(.milliseconds(300)) == ["j ERROR write ignore"])
    #expect(pair.pass(.milliseconds(300)) == ["j ERROR read ignore"])
  }
}

// MARK: - At the end

extension FaultTests {
  private static let late = Scenario.failing(Disk.Fault(offset: 64 << 20, operation: .write))

  @Test func `a fault at the end of a mirror comes when it is ready`() {
    var pair = SessionPair(Self.late)
    _ = pair.start(.mirror, "j", ["on-target-error": "stop"])
    #expect(pair.pass(.seconds(10)) == named(["ready", "READY", "ERROR write stop", "standby"]))
    #expect(pair.blockJob()?["io-status"] == "failed")
    #expect(pair.blockJob()?["ready"] == true)
    #expect(pair.perform("job-resume", ["id": "j"]) == ["j ready", "ok"])
    #expect(pair.pass(.seconds(10)) == [])
    #expect(pair.perform("job-complete", ["id": "j"]).about("j") == LifecycleTests.finished)
  }

  @Test func `a ready mirror that reports an error is over`() {
    var pair = SessionPair(Self.late)
    _ = pair.start(.mirror)
    #expect(
      pair.pass(.seconds(10)).suffix(4) == [
        "j aborting", "j COMPLETED: Input/output error", "j concluded", "j null",
      ]
    )
  }

  @Test func `a ready mirror that ignores errors meets them for ever`() {
    var pair = SessionPair(.failing(Disk.Fault(offset: 64 << 20, operation: .write, count: 0)))
    _ = pair.start(.mirror, "j", ["on-target-error": "ignore"])
    _ = pair.pass(.seconds(2))
    #expect(pair.pass(.seconds(1)).count > 4_000)
    #expect(pair.status() == "ready")
    #expect(
      pair.perform("job-complete", ["id": "j"]).about("j").suffix(5) == LifecycleTests.finished[...]
    )
  }

  @Test(arguments: [Start.backup, .mirror])
  func `a fault that nothing reaches never happens`(_ start: Start) {
    var pair = SessionPair(.failing(Disk.Fault(offset: 65 << 20, count: 0)))
    _ = pair.start(start)
    let told = pair.pass(.seconds(10))
    #expect(start == .mirror ? told.contains("j READY") : told.contains("j COMPLETED"))
  }
}
