import TestSupport
import Testing

@Suite struct SeveralJobsTests {
  @Test(arguments: TestServerKind.allCases)
  func `every job is tried, and the first failure decides`(kind: TestServerKind) throws {
    let server = try kind.start()
    try server.hold(.concluded, "done")
    for id in ["a", "b"] { try server.hold(.running, id) }
    let result = try Jobctl.run("pause", "a", "none", "done", "b", at: server.socket())
    #expect(
      result
        == .ended(
          3,
          error: """
            jobctl: cannot pause 'none': there is no such job
              the server said: GenericError: Job not found
            jobctl: cannot pause 'done': it is concluded; pause is accepted in created, running \
            and ready
              the server said: GenericError: Job 'done' in state 'concluded' cannot accept \
            command verb 'pause'

            """
        )
    )
    for id in ["a", "b"] { try server.waitForStatus("paused", of: id) }
  }

  @Test(arguments: TestServerKind.allCases)
  func `a pattern, narrowed by status and type`(kind: TestServerKind) throws {
    let server = try kind.start()
    try server.hold(.ready, "m-ready")
    try server.hold(.running, "m-running")
    try server.hold(.running, "b-running", as: .backup)
    let words = ["pause", "?-r*", "--status", "running", "--type", "mirror"]
    #expect(try Jobctl.run(words, at: server.socket()) == .ended(0))
    try server.waitForStatus("paused", of: "m-running")
    #expect(try server.monitor().status(of: "m-ready") == "ready")
    #expect(try server.monitor().status(of: "b-running") == "running")
  }

  @Test(arguments: TestServerKind.allCases)
  func `all jobs, and none at all`(kind: TestServerKind) throws {
    let server = try kind.start()
    let none = try Jobctl.run("pause", "--all", at: server.socket())
    #expect(none == .ended(0, error: "jobctl: no job matches\n"))
    for id in ["a", "b"] { try server.hold(.running, id) }
    #expect(try Jobctl.run("set-speed", "--all", "7", at: server.socket()) == .ended(0))
    let jobs = try server.execute("query-block-jobs").elements
    #expect(jobs.map { $0["speed"] } == [7, 7])
  }

  @Test(arguments: TestServerKind.allCases)
  func `a dry run only tells what it would send`(kind: TestServerKind) throws {
    let server = try kind.start()
    for id in ["a", "b"] { try server.hold(.running, id) }
    let result = try Jobctl.run("pause", "-n", "b", "a", at: server.socket())
    #expect(
      result
        == .ended(
          0,
          output: """
            {"execute": "job-pause", "arguments": {"id": "b"}}
            {"execute": "job-pause", "arguments": {"id": "a"}}

            """
        )
    )
    for id in ["a", "b"] { #expect(try server.monitor().status(of: id) == "running") }
  }

  @Test(arguments: TestServerKind.allCases)
  func `one finalize concludes the whole transaction`(kind: TestServerKind) throws {
    let server = try kind.start()
    try server.startGroup("b0", "b1", from: .small, autoFinalize: false, autoDismiss: false)
    for id in ["b0", "b1"] { try server.waitForStatus("pending", of: id) }
    #expect(try Jobctl.run("finalize", "b1", at: server.socket()) == .ended(0))
    for id in ["b0", "b1"] { try server.waitForStatus("concluded", of: id) }
    #expect(try Jobctl.run("dismiss", "--all", at: server.socket()) == .ended(0))
    #expect(try server.execute("query-jobs") == [])
  }

  @Test(arguments: TestServerKind.allCases)
  func `to cancel one that waits is to cancel the whole transaction`(kind: TestServerKind) throws {
    let server = try kind.start()
    try server.hold(.waiting, "w", autoDismiss: false)
    #expect(try Jobctl.run("cancel", "w", at: server.socket()) == .ended(0))
    for id in ["w", "w-partner"] {
      try server.waitForStatus("concluded", of: id)
      #expect(try server.monitor().job(id)?["error"] == "Operation canceled")
    }
  }
}
