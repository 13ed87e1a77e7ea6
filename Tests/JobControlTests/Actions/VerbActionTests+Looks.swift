import JobControl
import Jobs
import QMP
import Testing

extension VerbActionTests {
  /// How often all jobs are asked for where one was not enough.
  @Suite struct Looks {
    private static func jobs(_ count: Int, _ status: JobStatus) -> [ServedJob] {
      (0..<count).map { ServedJob("m\($0)", .mirror, status) }
    }

    private static let lines: [(String, JobStatus, QEMUVersion, queries: Int)] = [
      // The list that --all means, and one for every refusal.
      ("complete --all", .running, QEMUVersion(10, 0, 13), 2),
      // Before them one with block details, two requests, for the interlock.
      ("complete --all", .running, QEMUVersion(7, 2), 4),
      ("complete --all", .ready, QEMUVersion(7, 2), 3),
      ("resume --all", .running, QEMUVersion(5, 2), 4),
      ("cancel --all --yes", .running, QEMUVersion(7, 2), 2),
      ("cancel --all --yes", .paused, QEMUVersion(7, 2), 3),
      ("cancel --all --dry-run", .running, QEMUVersion(7, 2), 2),
      ("pause --all", .running, QEMUVersion(7, 2), 1),
    ]

    @Test(arguments: lines)
    func `verbs on many jobs ask for them no oftener than verbs on two`(
      _ line: String,
      _ status: JobStatus,
      _ version: QEMUVersion,
      _ queries: Int
    ) throws {
      for count in [2, 50] {
        let server = ScriptedServer(version, jobs: Self.jobs(count, status))
        let outcome = try Sitting(server).run(line)
        let asked = outcome.requests.filter { $0 == "query-jobs" || $0 == "query-block-jobs" }
        #expect(asked.count == queries)
      }
    }

    @Test func `before 3_0, where a pause has no event, each refusal looks again`() throws {
      let server = ScriptedServer(QEMUVersion(2, 12), jobs: Self.jobs(3, .running))
      let outcome = try Sitting(server).run("complete m0 m1 m2")
      #expect(outcome.requests.filter { $0 == "query-block-jobs" }.count == 3)
    }

    @Test func `a refusal is explained by what events told since the last look`() throws {
      var server = StoryServer(
        [
          ServedJob("m0", .mirror, .running), ServedJob("m1", .mirror, .running),
          ServedJob("m2", .mirror, .running), ServedJob("m3", .mirror, .running),
        ],
        "reply reply m2:concluded m2:null m1:concluded reply",
        version: QEMUVersion(10, 0, 13)
      )
      server.refused = ["m0", "m1", "m2", "m3"]
      let outcome = try Vigil(server).run("complete m0 m1 m2 m3")
      let causes = outcome.error.split(separator: "\n").filter { $0.hasPrefix("jobctl:") }
      let accepted = "complete is accepted in ready and standby"
      #expect(
        causes == [
          "jobctl: cannot complete 'm0': it is running; \(accepted)",
          "jobctl: cannot complete 'm1': it is concluded; \(accepted)",
          "jobctl: cannot complete 'm2': there is no such job",
          "jobctl: cannot complete 'm3': it is running; \(accepted)",
        ]
      )
      #expect(
        outcome.requests == [
          "job-complete id=m0", "query-jobs", "job-complete id=m1", "query-jobs",
          "job-complete id=m2", "job-complete id=m3",
        ]
      )
    }
  }
}
