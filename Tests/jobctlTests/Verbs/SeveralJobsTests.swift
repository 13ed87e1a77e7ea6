import TestSupport
import Testing

@Suite struct SeveralJobsTests {
  private let daemon: StorageDaemon

  init() throws {
    daemon = try StorageDaemon()
  }

  @Test func `every job is tried, and the first failure decides`() throws {
    try daemon.hold(.concluded, "done")
    for id in ["a", "b"] { try daemon.hold(.running, id) }
    let result = try Jobctl.run("pause", "a", "none", "done", "b", at: daemon.socket())
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
    for id in ["a", "b"] { try daemon.waitForStatus("paused", of: id) }
  }

  @Test func `a pattern, narrowed by status and type`() throws {
    try daemon.hold(.ready, "m-ready")
    try daemon.hold(.running, "m-running")
    try daemon.hold(.running, "b-running", as: .backup)
    let words = ["pause", "?-r*", "--status", "running", "--type", "mirror"]
    #expect(try Jobctl.run(words, at: daemon.socket()) == .ended(0))
    try daemon.waitForStatus("paused", of: "m-running")
    #expect(try daemon.monitor().status(of: "m-ready") == "ready")
    #expect(try daemon.monitor().status(of: "b-running") == "running")
  }

  @Test func `all jobs, and none at all`() throws {
    let none = try Jobctl.run("pause", "--all", at: daemon.socket())
    #expect(none == .ended(0, error: "jobctl: no job matches\n"))
    for id in ["a", "b"] { try daemon.hold(.running, id) }
    #expect(try Jobctl.run("set-speed", "--all", "7", at: daemon.socket()) == .ended(0))
    let jobs = try daemon.execute("query-block-jobs").elements
    #expect(jobs.map { $0["speed"] } == [7, 7])
  }

  @Test func `a dry run only tells what it would send`() throws {
    for id in ["a", "b"] { try daemon.hold(.running, id) }
    let result = try Jobctl.run("pause", "-n", "b", "a", at: daemon.socket())
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
    for id in ["a", "b"] { #expect(try daemon.monitor().status(of: id) == "running") }
  }

  @Test func `one finalize concludes the whole transaction`() throws {
    let nodes = ["source0", "target0", "source1", "target1"]
    for node in nodes {
      try daemon.execute(
        "blockdev-add",
        ["node-name": .string(node), "driver": "null-co", "size": 1_048_576]
      )
    }
    let actions = ["0", "1"].map { number -> JSON in
      [
        "type": "blockdev-backup",
        "data": [
          "job-id": "b\(number)", "device": "source\(number)", "target": "target\(number)",
          "sync": "full", "auto-finalize": false, "auto-dismiss": false,
        ],
      ]
    }
    try daemon.execute(
      "transaction",
      ["actions": .array(actions), "properties": ["completion-mode": "grouped"]]
    )
    for id in ["b0", "b1"] { try daemon.waitForStatus("pending", of: id) }
    #expect(try Jobctl.run("finalize", "b1", at: daemon.socket()) == .ended(0))
    for id in ["b0", "b1"] { try daemon.waitForStatus("concluded", of: id) }
    #expect(try Jobctl.run("dismiss", "--all", at: daemon.socket()) == .ended(0))
    #expect(try daemon.execute("query-jobs") == [])
  }

  @Test func `to cancel one that waits is to cancel the whole transaction`() throws {
    try daemon.hold(.waiting, "w", autoDismiss: false)
    #expect(try Jobctl.run("cancel", "w", at: daemon.socket()) == .ended(0))
    for id in ["w", "w-partner"] {
      try daemon.waitForStatus("concluded", of: id)
      #expect(try daemon.monitor().job(id)?["error"] == "Operation canceled")
    }
  }
}
