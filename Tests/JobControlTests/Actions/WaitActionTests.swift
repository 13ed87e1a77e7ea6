import JobControl
import Jobs
import QMP
import Testing

@Suite struct WaitActionTests {
  private static let running = [
    ServedJob("m", .mirror, .running), ServedJob("b", .backup, .running),
    ServedJob("c", .create, .running),
  ]

  // MARK: - Outcomes

  private static let outcomes: [(String, String, Sitting.Status, String)] = [
    ("b", "b:waiting b:pending b:COMPLETED b:concluded b:null", .done, ""),
    ("b", "b:aborting b:FAILED b:concluded b:null", .jobFailed, "'b' failed: No space left"),
    ("b", "b:aborting b:CANCELLED b:concluded b:null", .jobCancelled, "'b' was cancelled"),
    ("b", "b:null", .outcomeUnknown, "'b' is gone, and nothing tells how it ended"),
    (
      "m", "m:ready m:READY m:aborting m:CANCELLED m:concluded", .jobCancelled,
      "'m' is ready and waits for complete or cancel\njobctl: 'm' was cancelled"
    ),
    (
      "m", "m:ready m:READY m:standby m:ready m:waiting m:pending m:COMPLETED m:concluded", .done,
      "'m' is ready and waits for complete or cancel"
    ),
    (
      "b", "b:waiting b:pending b:PENDING +60000ms b:COMPLETED b:concluded", .done,
      "'b' is pending and waits for finalize"
    ),
    ("c", "c:waiting c:pending c:concluded", .done, ""),
    // Only a query tells why.
    ("c", "c:aborting c:concluded", .jobFailed, "'c' failed: Could not create file"),
    // An id that is used again is another job.
    (
      "b", "b:aborting b:FAILED b:concluded b:null b:created b:running", .jobFailed,
      "'b' failed: No space left"
    ),
  ]

  @Test(arguments: outcomes)
  func `the outcome of a job is the exit status`(
    _ id: String,
    _ story: String,
    _ status: Sitting.Status,
    _ words: String
  ) throws {
    let outcome = try Vigil(Self.running, story).run("wait \(id)")
    #expect(outcome.status == status)
    #expect(outcome.error == (words.isEmpty ? "" : "jobctl: \(words)\n"))
    #expect(outcome.output.isEmpty)
  }

  private static let found: [(JobStatus, String?, Sitting.Status, String)] = [
    (.concluded, nil, .done, ""),
    (.concluded, "No space left", .jobFailed, "jobctl: 'j' failed: No space left\n"),
    (.concluded, "Operation canceled", .jobCancelled, "jobctl: 'j' was cancelled\n"),
    (.concluded, "bad \u{1B}[2J", .jobFailed, "jobctl: 'j' failed: bad \\x1b[2J\n"),
  ]

  @Test(arguments: found)
  func `a job may be over when the wait begins`(
    _ jobStatus: JobStatus,
    _ error: String?,
    _ status: Sitting.Status,
    _ words: String
  ) throws {
    var job = ServedJob("j", .backup, jobStatus)
    job.error = error
    let outcome = try Vigil([job], "").run("wait j")
    #expect(outcome == .init(status: status, error: words, requests: ["query-jobs"]))
  }

  @Test(arguments: [
    (JobStatus.ready, "'j' is ready and waits for complete or cancel"),
    (.pending, "'j' is pending and waits for finalize"),
    (.paused, "'j' is paused and waits for resume"),
    (.standby, "'j' is standby and waits for resume"),
  ])
  func `what the job waits for is said when it did so before`(
    _ status: JobStatus,
    _ words: String
  ) throws {
    let vigil = Vigil([ServedJob("j", .mirror, status)], "j:aborting j:CANCELLED j:concluded")
    let outcome = try vigil.run("wait j")
    #expect(outcome.error == "jobctl: \(words)\njobctl: 'j' was cancelled\n")
  }

  private static let overtaken: [(String, Sitting.Status, String)] = [
    ("b:aborting b:FAILED b:concluded b:null reply", .jobFailed, "'b' failed: No space left"),
    ("b:aborting b:CANCELLED reply b:concluded b:null", .jobCancelled, "'b' was cancelled"),
    ("b:COMPLETED b:concluded b:null reply", .done, ""),
    ("b:concluded reply b:null", .done, ""),
    (
      "b:concluded b:null reply", .outcomeUnknown, "'b' is over, and nothing tells how it ended"
    ),
  ]

  @Test(arguments: overtaken)
  func `events overtake the reply to the query`(
    _ story: String,
    _ status: Sitting.Status,
    _ words: String
  ) throws {
    let outcome = try Vigil(Self.running, story).run("wait b")
    #expect(outcome.status == status)
    #expect(outcome.error == (words.isEmpty ? "" : "jobctl: \(words)\n"))
  }

  @Test func `an end that is learnt while progress is asked for is waited for no longer`() throws {
    let story = "reply +1001ms reply b:aborting b:FAILED b:concluded b:null reply"
    let outcome = try Vigil(Self.running, story).run("wait b --progress=1s")
    #expect(outcome.status == .jobFailed)
    #expect(outcome.error.hasSuffix("jobctl: 'b' failed: No space left\n"))
  }

  // MARK: - Goals

  private static let goals: [(String, String, Sitting.Status, String)] = [
    ("m --for ready", "m:ready", .done, ""),
    ("m --for paused,ready", "m:paused m:running", .done, ""),
    ("m --for running", "", .done, ""),
    (
      "b --for concluded", "b:aborting b:FAILED b:concluded", .jobFailed,
      "'b' failed: No space left"
    ),
    ("b --for null", "b:waiting b:pending b:COMPLETED b:concluded +9000ms b:null", .done, ""),
    (
      "b --for null", "b:aborting b:FAILED b:concluded +9000ms b:null", .jobFailed,
      "'b' failed: No space left"
    ),
    ("b --for ready", "", .wrongStatus, "'b' is running and will not be ready"),
    (
      "m --for paused,standby", "m:waiting m:pending", .wrongStatus,
      "'m' is waiting and will not be paused or standby"
    ),
    ("m --for ready", "m:aborting m:CANCELLED m:concluded", .jobCancelled, "'m' was cancelled"),
    (
      "m --for ready", "m:aborting m:FAILED m:concluded", .jobFailed, "'m' failed: No space left"
    ),
    (
      "c --for paused", "c:aborting c:concluded", .jobFailed, "'c' failed: Could not create file"
    ),
  ]

  @Test(arguments: goals)
  func `a wait ends where it was wanted to, or could no longer`(
    _ words: String,
    _ story: String,
    _ status: Sitting.Status,
    _ error: String
  ) throws {
    let outcome = try Vigil(Self.running, story).run("wait \(words)")
    #expect(outcome.status == status)
    #expect(outcome.error == (error.isEmpty ? "" : "jobctl: \(error)\n"))
  }
}
