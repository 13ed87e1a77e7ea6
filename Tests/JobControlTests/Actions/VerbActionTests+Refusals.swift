import JobControl
import Jobs
import QMP
import Testing

extension VerbActionTests {
  /// How a server's refusals are told apart.
  @Suite struct Refusals {
    private static let jobs = [
      ServedJob("a", .mirror, .running), ServedJob("amend0", .amend, .running),
      ServedJob("paused", .mirror, .paused), ServedJob("standby", .mirror, .standby),
      ServedJob("over", .backup, .concluded),
    ]
    private static var server: ScriptedServer {
      ScriptedServer(QEMUVersion(10, 0, 13), jobs: jobs)
    }

    private static let refusals: [(String, Sitting.Status, String, String)] = [
      (
        "pause none", .noSuchJob, "cannot pause 'none': there is no such job",
        "GenericError: Job not found"
      ),
      (
        "set-speed none 5M", .noSuchJob, "cannot set-speed 'none': there is no such job",
        "DeviceNotActive: Block job 'none' not found"
      ),
      (
        "cancel none", .noSuchJob, "cannot cancel 'none': there is no such job",
        "GenericError: Job not found"
      ),
      (
        "complete a", .wrongStatus,
        "cannot complete 'a': it is running; complete is accepted in ready and standby",
        "GenericError: Job 'a' in state 'running' cannot accept command verb 'complete'"
      ),
      (
        "finalize a", .wrongStatus,
        "cannot finalize 'a': it is running; finalize is accepted in pending",
        "GenericError: Job 'a' in state 'running' cannot accept command verb 'finalize'"
      ),
      (
        "resume a", .wrongStatus,
        "cannot resume 'a': it is running; resume is accepted in paused and standby",
        "GenericError: Can't resume a job that was not paused"
      ),
      (
        "pause paused", .wrongStatus,
        "cannot pause 'paused': it is paused; pause is accepted in created, running and ready",
        "GenericError: Job is already paused"
      ),
      (
        "cancel --force over", .wrongStatus,
        "cannot cancel 'over': it is concluded; cancel is accepted in created, running, paused, "
          + "ready, standby, waiting and pending",
        "GenericError: Job 'over' in state 'concluded' cannot accept command verb 'cancel'"
      ),
      (
        "cancel paused", .wrongStatus,
        "cannot cancel 'paused': it is paused, where only a forced cancel is accepted; resume it "
          + "first, or abort it with --force",
        "GenericError: The block job for device 'paused' is currently paused"
      ),
      (
        "cancel standby", .wrongStatus,
        "cannot cancel 'standby': it is standby, where only a forced cancel is accepted; resume it "
          + "first to keep its copy, or abort it with --force",
        "GenericError: The block job for device 'standby' is currently paused"
      ),
      (
        "set-speed amend0 5M", .failed,
        "cannot set-speed 'amend0': it is of type amend; only commit, stream, mirror and backup jobs "
          + "have a limit",
        "DeviceNotActive: Block job 'amend0' not found"
      ),
    ]

    @Test(arguments: refusals)
    func `a refusal is told with its cause and the server's words`(
      _ line: String,
      _ status: Sitting.Status,
      _ sentence: String,
      _ words: String
    ) throws {
      let outcome = try Sitting(Self.server).run(line)
      #expect(outcome.status == status)
      #expect(outcome.output.isEmpty)
      #expect(outcome.error == "jobctl: \(sentence)\n  the server said: \(words)\n")
      // The job is looked at afterwards, for the cause.
      #expect(outcome.requests.last == "query-jobs")
    }

    @Test func `where the status is none of the cause, the server's words are left`() throws {
      var server = Self.server
      server.replies["job-pause"] = .failure(ServerError(.generic, "Out of \u{1B}[31mluck\n"))
      let outcome = try Sitting(server).run("pause a")
      #expect(outcome.status == .failed)
      #expect(
        outcome.error == """
          jobctl: cannot pause 'a': the server refused
            the server said: GenericError: Out of \\x1b[31mluck\\n

          """
      )
    }

    @Test(arguments: ["a", "over"])
    func `a command that policy forbids is no matter of the status`(_ id: String) throws {
      var server = Self.server
      server.forbidden = ["job-pause", "block-job-pause"]
      let outcome = try Sitting(server).run("pause \(id)")
      #expect(outcome.status == .failed)
      #expect(
        outcome.error == """
          jobctl: cannot pause '\(id)': the server refused
            the server said: CommandNotFound: Deprecated command block-job-pause disabled by policy

          """
      )
    }

    @Test func `a server without a command for the verb says so`() throws {
      let server = ScriptedServer(
        QEMUVersion(2, 11),
        commands: ["query-block-jobs", "block-job-cancel"],
        jobs: Self.jobs
      )
      let outcome = try Sitting(server).run("dismiss over over2")
      #expect(outcome.status == .failed)
      #expect(
        outcome.error.hasSuffix(
          "jobctl: cannot dismiss 'over2': this server has no command for it\n"
        )
      )
    }

    @Test func `complete in standby is refused by a server before 6_0 itself`() throws {
      let server = ScriptedServer(QEMUVersion(5, 2), jobs: Self.jobs)
      let outcome = try Sitting(server).run("complete standby")
      #expect(outcome.status == .wrongStatus)
      #expect(
        outcome.error.hasPrefix(
          "jobctl: cannot complete 'standby': it is standby; complete is accepted in ready\n"
        )
      )
    }
  }
}
