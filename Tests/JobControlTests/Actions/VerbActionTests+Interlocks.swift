import JobControl
import Jobs
import QMP
import Testing

extension VerbActionTests {
  /// What is held back because it would kill the server.
  @Suite struct Interlocks {
    private static let jobs = [
      ServedJob("stopped", .mirror, .standby, ioStatus: "nospace"),
      ServedJob("standby", .mirror, .standby), ServedJob("active", .commit, .standby),
      ServedJob("paused", .mirror, .paused, ioStatus: "failed"),
      ServedJob("ready", .mirror, .ready),
    ]

    @Test(arguments: [
      QEMUVersion(2, 12), QEMUVersion(5, 2), QEMUVersion(6, 1),
    ])
    func `resume after an error is held back before 6_2`(_ version: QEMUVersion) throws {
      let outcome = try Sitting(ScriptedServer(version, jobs: Self.jobs)).run("resume stopped")
      #expect(outcome.status == .wrongStatus)
      #expect(
        outcome.error == """
          jobctl: will not resume 'stopped': it stopped on an I/O error after it was ready; resuming \
          such a job kills QEMU before 6.2
            cancel it with --force, or resume it all the same with --override

          """
      )
      #expect(outcome.requests.allSatisfy { $0.hasPrefix("query-") })
    }

    @Test(arguments: ["standby", "paused", "active"])
    func `resume of other jobs is let through there`(_ id: String) throws {
      let server = ScriptedServer(QEMUVersion(6, 1), jobs: Self.jobs)
      #expect(
        try Sitting(server).run("resume \(id)")
          == .init(
            status: .done,
            requests: ["query-jobs", "query-block-jobs", "job-resume id=\(id)"]
          )
      )
    }

    @Test(arguments: [QEMUVersion(6, 2), QEMUVersion(7, 2, 22), QEMUVersion(10, 0, 13)])
    func `from 6_2 on nobody looks`(_ version: QEMUVersion) throws {
      #expect(
        try Sitting(ScriptedServer(version, jobs: Self.jobs)).run("resume stopped")
          == .init(status: .done, requests: ["job-resume id=stopped"])
      )
    }

    @Test(arguments: [QEMUVersion(6, 0), QEMUVersion(7, 2, 22), QEMUVersion(10, 2, 2)])
    func `complete in standby is held back without a guard`(_ version: QEMUVersion) throws {
      let outcome = try Sitting(ScriptedServer(version, jobs: Self.jobs)).run("complete standby")
      #expect(outcome.status == .wrongStatus)
      #expect(
        outcome.error == """
          jobctl: will not complete 'standby': it is paused after ready, and completing such a mirror \
          a second time kills this QEMU
            resume it first; if it was never completed, --override completes it now

          """
      )
      #expect(outcome.requests == ["query-jobs", "query-block-jobs"])
    }

    @Test(arguments: ["ready", "active"])
    func `complete of other jobs is let through there`(_ id: String) throws {
      let server = ScriptedServer(QEMUVersion(7, 2, 22), jobs: Self.jobs)
      let outcome = try Sitting(server).run("complete \(id)")
      #expect(outcome.status == .done)
      #expect(outcome.requests.last == "job-complete id=\(id)")
    }

    @Test(arguments: [QEMUVersion(10, 0, 13), QEMUVersion(11, 1)])
    func `a guarded server is asked at once`(_ version: QEMUVersion) throws {
      #expect(
        try Sitting(ScriptedServer(version, jobs: Self.jobs)).run("complete standby")
          == .init(status: .done, requests: ["job-complete id=standby"])
      )
    }

    @Test(arguments: [
      ("resume --override stopped", QEMUVersion(5, 2), "job-resume id=stopped"),
      ("complete --override standby", QEMUVersion(7, 2), "job-complete id=standby"),
    ])
    func `--override sends it all the same`(
      _ line: String,
      _ version: QEMUVersion,
      _ request: String
    ) throws {
      let outcome = try Sitting(ScriptedServer(version, jobs: Self.jobs)).run(line)
      #expect(outcome.status == .done && outcome.error.isEmpty)
      #expect(outcome.requests.last == request)
    }

    @Test func `what is held back does not hold back the rest`() throws {
      let server = ScriptedServer(QEMUVersion(5, 2), jobs: Self.jobs)
      let outcome = try Sitting(server).run("resume stopped paused")
      #expect(outcome.status == .wrongStatus)
      #expect(outcome.requests.last == "job-resume id=paused")
    }

    @Test(arguments: ["pause ready", "cancel -f stopped", "set-speed stopped 0"])
    func `other verbs are never held back`(_ line: String) throws {
      let server = ScriptedServer(QEMUVersion(6, 0), jobs: Self.jobs)
      #expect(try Sitting(server).run(line).status == .done)
    }

    @Test func `a dry run is held back as well`() throws {
      let server = ScriptedServer(QEMUVersion(5, 2), jobs: Self.jobs)
      let outcome = try Sitting(server).run("resume -n stopped")
      #expect(outcome.status == .wrongStatus && outcome.output.isEmpty)
    }
  }
}
