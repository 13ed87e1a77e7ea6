import TestSupport
import Testing

/// Jobs outside the block family: the older commands do not reach them, and they have no speed.
@Suite struct OtherJobTests {
  /// What comes of a verb in a status: the exit status, and what is said about the job.
  private static let verbs: [(status: HeldStatus, words: [String], exit: Int32, said: String)] = [
    (.running, ["pause"], 0, ""),
    (.running, ["resume"], 4, "it is running; resume is accepted in paused and standby"),
    // Nothing interrupts it, so neither is seen.
    (.running, ["cancel"], 0, ""),
    (.running, ["cancel", "--force"], 0, ""),
    (.running, ["complete"], 4, "it is of type create, whose jobs end by themselves"),
    (.running, ["finalize"], 4, "it is running; finalize is accepted in pending"),
    (.running, ["dismiss"], 4, "it is running; dismiss is accepted in concluded"),
    (.concluded, ["pause"], 4, "it is concluded; pause is accepted in created, "),
    (.concluded, ["resume"], 4, "it is concluded; resume is accepted in paused and standby"),
    (.concluded, ["cancel"], 4, "it is concluded; cancel is accepted in created, "),
    (.concluded, ["cancel", "--force"], 4, "it is concluded; cancel is accepted in created, "),
    (.concluded, ["complete"], 4, "it is of type create, whose jobs end by themselves"),
    (.concluded, ["finalize"], 4, "it is concluded; finalize is accepted in pending"),
    (.concluded, ["dismiss"], 0, ""),
  ]

  @Test(arguments: TestServerKind.allCases, verbs)
  func `a verb does with a create job what its status allows`(
    kind: TestServerKind,
    row: (status: HeldStatus, words: [String], exit: Int32, said: String)
  ) throws {
    let server = try kind.start()
    if row.status == .running {
      try server.startEndlessCreate("c")
    } else {
      try server.startCreate("c")
      try server.waitForStatus("concluded", of: "c")
    }
    let result = try Jobctl.run(row.words + ["c"], at: server.socket())
    #expect(result.status == row.exit && result.output.isEmpty)
    let complaint = "jobctl: cannot \(row.words[0]) 'c': \(row.said)"
    #expect(row.said.isEmpty ? result.error.isEmpty : result.error.hasPrefix(complaint))
    let isGone = row.words == ["dismiss"] && row.exit == 0
    #expect(try server.monitor().status(of: "c") == (isGone ? nil : row.status.rawValue))
  }

  @Test(arguments: TestServerKind.allCases)
  func `a create job that runs shows no pause and no cancel`(kind: TestServerKind) throws {
    let server = try kind.start()
    try server.startEndlessCreate("c")
    for words in [["pause", "c"], ["resume", "c"], ["cancel", "c"], ["cancel", "-f", "c"]] {
      #expect(try Jobctl.run(words, at: server.socket()) == .ended(0))
      #expect(try server.monitor().status(of: "c") == "running")
    }
  }

  @Test(arguments: TestServerKind.allCases)
  func `it has no speed, neither to be seen nor to be set`(kind: TestServerKind) throws {
    let server = try kind.start()
    try server.startEndlessCreate("c")
    let list = try Jobctl.run("list", at: server.socket())
    #expect(
      list.output == """
        ID  TYPE    STATUS   PERCENT  CURRENT  TOTAL  SPEED  ERROR
        c   create  running     0.0%        0      1      -  -

        """
    )
    let limited = try Jobctl.run("set-speed", "c", "5M", at: server.socket())
    #expect(
      limited
        == .ended(
          1,
          error: """
            jobctl: cannot set-speed 'c': it is of type create; only commit, stream, mirror and \
            backup jobs have a limit
              the server said: DeviceNotActive: Block job 'c' not found

            """
        )
    )
  }

  @Test(arguments: TestServerKind.allCases)
  func `an older server does not list it`(kind: TestServerKind) throws {
    let server = try kind.start()
    try server.startCreate("c")
    try server.hold(.running, "m")
    let proxy = try FilteringProxy(to: server.socket(), .qemu212)
    #expect(try Jobctl.run("list", "-o", "name", at: proxy.socket) == .ended(0, output: "m\n"))
  }
}
