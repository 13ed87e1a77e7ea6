import JobControl
import Jobs
import QMP
import Testing

extension VerbActionTests {
  /// Asking before several jobs are cancelled.
  @Suite struct Confirmation {
    private static var server: ScriptedServer {
      ScriptedServer(
        QEMUVersion(10, 0, 13),
        jobs: [ServedJob("b1", .backup, .running), ServedJob("b2", .backup, .running)]
      )
    }
    private static let sent = ["job-cancel id=b1", "job-cancel id=b2"]

    @Test(arguments: ["y", "Y", "yes", "YES"])
    func `yes cancels`(_ answer: String) throws {
      let outcome = try Sitting(Self.server, answers: [answer]).run("cancel -f b*")
      #expect(outcome.status == .done)
      #expect(outcome.error == "Cancel 2 jobs (b1, b2)? [y/N] ")
      // Again after the answer: jobs may have ended meanwhile by other hands.
      #expect(outcome.requests == ["query-jobs", "query-jobs"] + Self.sent)
    }

    @Test(arguments: ["n", "no", "", "nay", "yep", "1"])
    func `anything else cancels nothing`(_ answer: String) throws {
      let outcome = try Sitting(Self.server, answers: [answer]).run("cancel --all")
      #expect(outcome.status == .failed)
      #expect(
        outcome.error
          == "Cancel 2 jobs (b1, b2)? [y/N] jobctl: not confirmed; nothing was sent\n"
      )
      #expect(outcome.requests == ["query-jobs"])
    }

    @Test func `the end of the input cancels nothing, on a line of its own`() throws {
      let outcome = try Sitting(Self.server).run("cancel --all")
      #expect(outcome.status == .failed)
      #expect(
        outcome.error
          == "Cancel 2 jobs (b1, b2)? [y/N] \njobctl: not confirmed; nothing was sent\n"
      )
      #expect(outcome.requests == ["query-jobs"])
    }

    @Test func `one job is asked about as one`() throws {
      let outcome = try Sitting(Self.server, answers: ["n"]).run("cancel *2")
      #expect(outcome.error.hasPrefix("Cancel 1 job (b2)? [y/N] "))
    }

    @Test(arguments: [
      "cancel b1 b2 -f", "cancel b* --yes -f", "cancel -fy --all", "pause b*", "pause --all",
    ])
    func `ids, --yes and other verbs are not asked about`(_ line: String) throws {
      let outcome = try Sitting(Self.server).run(line)
      #expect(outcome.status == .done && outcome.error.isEmpty)
    }

    @Test(arguments: ["cancel -n b*", "cancel -fn --all"])
    func `a dry run needs no answer`(_ line: String) throws {
      let outcome = try Sitting(Self.server).run(line)
      #expect(outcome.status == .done && outcome.error.isEmpty)
      #expect(outcome.output.split(separator: "\n").count == 2)
    }

    @Test func `where nothing matches, nothing is asked`() throws {
      #expect(
        try Sitting(Self.server).run("cancel --all --type mirror")
          == .init(status: .done, error: "jobctl: no job matches\n", requests: ["query-jobs"])
      )
    }

    @Test func `ids are shown without what a terminal would obey`() throws {
      let server = ScriptedServer(
        QEMUVersion(10, 0, 13),
        jobs: [ServedJob("x\u{1B}[2J\n\u{202E}", .backup, .running)]
      )
      let outcome = try Sitting(server, answers: ["n"]).run("cancel x*")
      #expect(outcome.error.hasPrefix("Cancel 1 job (x\\x1b[2J\\n\\u{202e})? "))
    }
  }
}
