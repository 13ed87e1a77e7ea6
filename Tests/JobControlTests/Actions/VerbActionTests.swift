import JobControl
import Jobs
import QMP
import Testing

@Suite struct VerbActionTests {
  /// One job for each place a verb may find it in.
  private static let jobs = [
    ServedJob("a", .mirror, .running), ServedJob("b", .backup, .running),
    ServedJob("c", .create, .running), ServedJob("paused", .backup, .paused),
    ServedJob("paused-mirror", .mirror, .paused), ServedJob("ready", .mirror, .ready),
    ServedJob("active", .commit, .ready), ServedJob("standby", .mirror, .standby),
    ServedJob("pending", .backup, .pending), ServedJob("over", .backup, .concluded),
    ServedJob("new", type: .other("teleport"), .running),
  ]
  private static var modern: ScriptedServer {
    ScriptedServer(QEMUVersion(10, 0, 13), jobs: jobs)
  }
  private static var old: ScriptedServer {
    ScriptedServer(QEMUVersion(2, 12), jobs: jobs)
  }

  // MARK: - What is sent

  private static let modernRequests: [(String, [String])] = [
    ("pause a", ["job-pause id=a"]),
    ("resume paused", ["job-resume id=paused"]),
    ("complete ready", ["job-complete id=ready"]),
    ("finalize pending", ["job-finalize id=pending"]),
    ("dismiss over", ["job-dismiss id=over"]),
    ("set-speed a 64K", ["block-job-set-speed device=a speed=65536"]),
    ("set-speed a unlimited", ["block-job-set-speed device=a speed=0"]),
    ("cancel a", ["query-jobs", "block-job-cancel device=a"]),
    ("cancel b", ["query-jobs", "job-cancel id=b"]),
    ("cancel c", ["query-jobs", "job-cancel id=c"]),
    ("cancel paused", ["query-jobs", "job-cancel id=paused"]),
    ("cancel new", ["query-jobs", "block-job-cancel device=new", "job-cancel id=new"]),
    ("cancel --force ready", ["job-cancel id=ready"]),
    ("cancel -f standby", ["job-cancel id=standby"]),
    ("pause a b", ["job-pause id=a", "job-pause id=b"]),
    ("pause a a", ["job-pause id=a"]),
  ]

  @Test(arguments: modernRequests)
  func `a verb is one request, and nothing is printed`(_ line: String, _ requests: [String]) throws
  {
    #expect(try Sitting(Self.modern).run(line) == .init(status: .done, requests: requests))
  }

  private static let oldRequests: [(String, [String])] = [
    ("pause a", ["job-pause id=a", "block-job-pause device=a"]),
    ("finalize pending", ["job-finalize id=pending", "block-job-finalize id=pending"]),
    ("cancel a", ["query-jobs", "query-block-jobs", "block-job-cancel device=a"]),
    (
      "cancel b",
      ["query-jobs", "query-block-jobs", "job-cancel id=b", "block-job-cancel device=b force=true"]
    ),
    ("cancel -f ready", ["job-cancel id=ready", "block-job-cancel device=ready force=true"]),
    (
      "pause a b",
      ["job-pause id=a", "block-job-pause device=a", "block-job-pause device=b"]
    ),
  ]

  @Test(arguments: oldRequests)
  func `an older server is spoken to in its own words`(
    _ line: String,
    _ requests: [String]
  ) throws {
    #expect(try Sitting(Self.old).run(line) == .init(status: .done, requests: requests))
  }

  @Test(arguments: ["ready", "active"])
  func `a soft cancel of a ready job tells that the copy is kept`(_ id: String) throws {
    let outcome = try Sitting(Self.modern).run("cancel \(id)")
    #expect(outcome.status == .done && outcome.output.isEmpty)
    #expect(
      outcome.error == """
        jobctl: '\(id)' was ready: it ends without pivoting, and its target keeps a complete copy \
        (--force would have aborted it)

        """
    )
    #expect(outcome.requests == ["query-jobs", "block-job-cancel device=\(id)"])
  }

  // MARK: - Many jobs

  @Test func `patterns mean the jobs that the server lists, each once`() throws {
    let outcome = try Sitting(Self.modern).run("pause b a* [bc] a")
    // Tried in the order of the words, and of the server for each.
    #expect(
      outcome.requests.filter { $0.hasPrefix("job-") } == [
        "job-pause id=b", "job-pause id=a", "job-pause id=active", "job-pause id=c",
      ]
    )
  }

  @Test func `--all is narrowed by type and status`() throws {
    let outcome = try Sitting(Self.modern).run("dismiss --all --type backup --status concluded")
    #expect(outcome == .init(status: .done, requests: ["query-jobs", "job-dismiss id=over"]))
  }

  @Test func `every job is tried, and the first failure is the status`() throws {
    let outcome = try Sitting(Self.modern).run("pause a none over b")
    #expect(outcome.status == .noSuchJob)
    #expect(
      outcome.error == """
        jobctl: cannot pause 'none': there is no such job
          the server said: GenericError: Job not found
        jobctl: cannot pause 'over': it is concluded; pause is accepted in created, running and ready
          the server said: GenericError: Job 'over' in state 'concluded' cannot accept command verb \
        'pause'

        """
    )
    #expect(outcome.requests.filter { $0.hasPrefix("job-pause") }.count == 4)
    #expect(try Sitting(Self.modern).run("pause over none").status == .wrongStatus)
  }

  @Test func `a pattern without a match is a failure, and --all without one is not`() throws {
    #expect(
      try Sitting(Self.modern).run("pause x*")
        == .init(
          status: .noSuchJob,
          error: "jobctl: no job matches 'x*'\n",
          requests: ["query-jobs"]
        )
    )
    #expect(
      try Sitting(Self.modern).run("pause --all --type amend")
        == .init(status: .done, error: "jobctl: no job matches\n", requests: ["query-jobs"])
    )
  }

  @Test func `a job that vanishes between list and verb is told as gone`() throws {
    var server = ScriptedServer(
      QEMUVersion(7, 2),
      jobs: [ServedJob("j1", .backup, .running), ServedJob("j2", .backup, .running)]
    )
    server.vanishing = "j1"
    let outcome = try Sitting(server).run("pause j*")
    #expect(outcome.status == .noSuchJob)
    #expect(
      outcome.error == """
        jobctl: cannot pause 'j1': there is no such job
          the server said: GenericError: Job not found

        """
    )
    #expect(outcome.requests.last == "job-pause id=j2")
  }

  // MARK: - The connection

  @Test(arguments: [
    (1, "jobctl: 2 more jobs were not tried\n"), (2, "jobctl: 1 more job was not tried\n"), (3, ""),
  ])
  func `a lost connection ends it at once`(_ patience: Int, _ note: String) throws {
    var server = Self.modern
    server.patience = patience
    let ids = ["a", "b", "c", "ready"]
    let outcome = try Sitting(server).run("pause \(ids.joined(separator: " "))")
    #expect(outcome.status == .protocolBroken)
    #expect(
      outcome.error == note + """
        jobctl: '/s' closed the connection before its reply to job-pause; whether it took effect is \
        unknown

        """
    )
    #expect(outcome.requests.count == patience + 1)
  }

  // MARK: - Dry runs

  @Test func `a dry run prints the requests and sends none of them`() throws {
    let outcome = try Sitting(Self.modern).run("cancel -n a b none")
    #expect(outcome.status == .done && outcome.error.isEmpty)
    #expect(
      outcome.output == """
        {"execute": "block-job-cancel", "arguments": {"device": "a"}}
        {"execute": "job-cancel", "arguments": {"id": "b"}}
        {"execute": "block-job-cancel", "arguments": {"device": "none"}}

        """
    )
    #expect(Set(outcome.requests) == ["query-jobs", "query-commands"])
  }

  @Test func `a dry run prints what an older server would be sent`() throws {
    let outcome = try Sitting(Self.old).run("cancel --all --force --dry-run --type backup,mirror")
    #expect(outcome.status == .done && outcome.error.isEmpty)
    #expect(
      outcome.output.hasPrefix(
        #"{"execute": "block-job-cancel", "arguments": {"device": "a", "force": true}}"# + "\n"
      )
    )
    #expect(outcome.output.split(separator: "\n").count == 8)
    #expect(Set(outcome.requests) == ["query-jobs", "query-block-jobs", "query-commands"])
  }
}
