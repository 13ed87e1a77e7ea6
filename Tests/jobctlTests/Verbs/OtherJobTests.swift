import TestSupport
import Testing

/// Jobs outside the block family: the older commands do not reach them, and they have no speed.
@Suite struct OtherJobTests {
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
  func `a create job that is concluded is dismissed, and then gone`(kind: TestServerKind) throws {
    let server = try kind.start()
    try server.startCreate("c")
    try server.waitForStatus("concluded", of: "c")
    #expect(try Jobctl.run("cancel", "c", at: server.socket()).status == 4)
    #expect(try Jobctl.run("dismiss", "c", at: server.socket()) == .ended(0))
    #expect(try server.execute("query-jobs") == [])
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
