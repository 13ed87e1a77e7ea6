import JobControl
import Jobs
import QMP
import Testing

extension VerbActionTests {
  /// `--wait`: until the effect is there.
  @Suite struct Waiting {
    private static let byHand = {
      var job = ServedJob("hand", .mirror, .ready)
      job.autoFinalize = false
      return job
    }()
    private static let jobs = [
      ServedJob("m", .mirror, .ready), ServedJob("b", .backup, .running),
      ServedJob("p", .backup, .paused), ServedJob("c", .create, .running),
      ServedJob("pending", .backup, .pending), ServedJob("over", .backup, .concluded), byHand,
    ]

    /// The queries that come before the verb.
    private static let queries = "reply reply reply"

    private static let effects: [(String, String, Sitting.Status, String)] = [
      ("pause b", "reply +10ms b:paused", .done, ""),
      ("pause b", "b:paused reply", .done, ""),
      ("pause m", "reply m:standby", .done, ""),
      ("resume p", "p:running reply", .done, ""),
      // It stopped again on an error.
      ("resume p", "reply p:running p:paused", .done, ""),
      ("resume p", "p:running p:paused reply", .done, ""),
      ("complete m", "reply m:waiting m:pending m:COMPLETED m:concluded m:null", .done, ""),
      ("complete hand", "reply hand:waiting hand:pending", .done, ""),
      (
        "complete m", "reply m:waiting m:aborting m:FAILED m:concluded", .jobFailed,
        "'m' failed: No space left"
      ),
      (
        "complete m", "reply m:aborting m:CANCELLED m:concluded", .jobCancelled, "'m' was cancelled"
      ),
      ("finalize pending", "pending:COMPLETED pending:concluded reply", .done, ""),
      (
        "finalize pending", "pending:aborting pending:FAILED pending:concluded reply", .jobFailed,
        "'pending' failed: No space left"
      ),
      ("cancel b", "b:aborting b:CANCELLED b:concluded b:null reply", .done, ""),
      ("cancel -f m", "reply m:aborting m:CANCELLED m:concluded", .done, ""),
      // It was quicker.
      ("cancel -f b", "b:waiting b:pending b:COMPLETED b:concluded reply", .done, ""),
      (
        "cancel -f b", "reply b:aborting b:FAILED b:concluded", .jobFailed,
        "'b' failed: No space left"
      ),
      (
        "cancel c", "reply +9000ms c:aborting c:concluded", .jobFailed,
        "'c' failed: Could not create file"
      ),
      ("dismiss over", "over:null reply", .done, ""),
      ("dismiss over", "reply +10ms over:null", .done, ""),
      // They have no effect that shows.
      ("pause c", "reply", .done, ""),
      (
        "pause b", "reply b:waiting b:pending b:COMPLETED b:concluded", .wrongStatus,
        "'b' is waiting and will not be paused or standby"
      ),
      (
        "pause b --wait=3s", "reply +4000ms", .timedOut, "timed out: 'b' is still running"
      ),
    ]

    @Test(arguments: effects)
    func `it returns when the effect is there`(
      _ line: String,
      _ story: String,
      _ status: Sitting.Status,
      _ error: String
    ) throws {
      let vigil = Vigil(Self.jobs, "\(Self.soft(line) ? "reply " : "")\(Self.queries) \(story)")
      let outcome = try vigil.run(line.contains("--wait") ? line : "\(line) --wait")
      #expect(outcome.status == status)
      #expect(outcome.error == (error.isEmpty ? "" : "jobctl: \(error)\n"))
      #expect(outcome.output.isEmpty)
    }

    /// Whether the job is looked at before the verb is sent.
    private static func soft(_ line: String) -> Bool {
      line.hasPrefix("cancel ") && !line.contains("-f")
    }

    @Test func `a ready job that is ended keeps its copy, which is all that is said`() throws {
      let story = "\(Self.queries) reply reply m:waiting m:pending m:COMPLETED m:concluded"
      let outcome = try Vigil(Self.jobs, story).run("cancel --wait m")
      #expect(outcome.status == .done)
      #expect(
        outcome.error == """
          jobctl: 'm' was ready: it ends without pivoting, and its target keeps a complete copy \
          (--force would have aborted it)

          """
      )
      #expect(
        outcome.requests == [
          "query-jobs", "query-jobs", "query-block-jobs", "query-jobs", "block-job-cancel device=m",
        ]
      )
    }

    @Test func `a pause of the server's own is not the one asked for`() throws {
      // Another job's start drains this one before the verb is carried out.
      let story = "\(Self.queries) b:paused b:running reply +5000ms b:paused"
      #expect(try Vigil(Self.jobs, story).run("pause --wait b").status == .done)
      #expect(try Vigil(Self.jobs, story).run("pause --wait=4s b").status == .timedOut)
      // This one goes on, because the verb came before its end.
      let lasting = "b:paused reply \(Self.queries) reply +5000ms"
      #expect(try Vigil(Self.jobs, lasting).run("pause --wait=4s b").status == .done)
    }

    @Test func `a job that is completed while it is paused waits on, which is said`() throws {
      let jobs = [ServedJob("m", .mirror, .standby)]
      let outcome = try Vigil(StoryServer(jobs, "", version: QEMUVersion(11, 1))).run(
        "complete m --wait=1m"
      )
      #expect(outcome.status == .timedOut)
      #expect(
        outcome.error == """
          jobctl: 'm' is standby and waits for resume
          jobctl: timed out: 'm' is still standby

          """
      )
    }

    @Test func `a transaction is finalized by one of its members, which is waited for`() throws {
      let jobs = [ServedJob("b1", .backup, .pending), ServedJob("b2", .backup, .pending)]
      let story = """
        \(Self.queries) b2:COMPLETED b2:concluded b2:null b1:COMPLETED b1:concluded reply +5000ms b1:null
        """
      let outcome = try Vigil(jobs, story).run("finalize --wait b1")
      #expect(outcome.status == .done && outcome.error.isEmpty)
    }

    @Test func `several are waited for together`() throws {
      let story = """
        \(Self.queries) reply reply reply c:aborting c:concluded +9000ms b:aborting b:FAILED \
        b:concluded m:aborting m:CANCELLED m:concluded
        """
      let outcome = try Vigil(Self.jobs, story).run("cancel -f --wait b m c")
      #expect(outcome.status == .jobFailed)
      #expect(
        outcome.error == """
          jobctl: 'c' failed: Could not create file
          jobctl: 'b' failed: No space left

          """
      )
    }

    @Test func `what was refused is not waited for, and is the first failure`() throws {
      let story = "\(Self.queries) reply reply b:aborting b:FAILED b:concluded"
      var server = StoryServer(Self.jobs, story)
      server.refused = ["m"]
      let outcome = try Vigil(server).run("cancel -f --wait m b")
      #expect(outcome.status == .failed)
      #expect(outcome.error.hasPrefix("jobctl: cannot cancel 'm': "))
      #expect(outcome.error.hasSuffix("\njobctl: 'b' failed: No space left\n"))
    }

    @Test func `a dry run waits for nothing`() throws {
      let outcome = try Vigil(Self.jobs, "").run("pause -n --wait b")
      #expect(outcome.status == .done && outcome.error.isEmpty)
      #expect(outcome.requests == ["query-commands"])
    }

    @Test func `on an older server the effect is seen by asking`() throws {
      // The first of each two queries finds that there is no newer one.
      let server = StoryServer(
        Self.jobs,
        "reply reply reply reply reply +400ms b:paused",
        version: QEMUVersion(2, 12)
      )
      let outcome = try Vigil(server).run("pause --wait b")
      #expect(outcome.status == .done && outcome.error.isEmpty)
    }
  }
}
