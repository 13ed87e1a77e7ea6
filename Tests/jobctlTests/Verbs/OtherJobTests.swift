import TestSupport
import Testing

/// Jobs outside the block family: the older commands do not reach them, and they have no speed.
@Suite struct OtherJobTests {
  @Test func `a create job that runs shows no pause and no cancel`() throws {
    let daemon = try StorageDaemon()
    try daemon.startEndlessCreate("c")
    for words in [["pause", "c"], ["resume", "c"], ["cancel", "c"], ["cancel", "-f", "c"]] {
      #expect(try Jobctl.run(words, at: daemon.socket()) == .ended(0))
      #expect(try daemon.monitor().status(of: "c") == "running")
    }
  }

  @Test func `it has no speed, neither to be seen nor to be set`() throws {
    let daemon = try StorageDaemon()
    try daemon.startEndlessCreate("c")
    let list = try Jobctl.run("list", at: daemon.socket())
    #expect(
      list.output == """
        ID  TYPE    STATUS   PERCENT  CURRENT  TOTAL  SPEED  ERROR
        c   create  running     0.0%        0      1      -  -

        """
    )
    let limited = try Jobctl.run("set-speed", "c", "5M", at: daemon.socket())
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

  @Test func `a create job that is concluded is dismissed, and then gone`() throws {
    let daemon = try StorageDaemon()
    try daemon.startCreate("c")
    try daemon.waitForStatus("concluded", of: "c")
    #expect(try Jobctl.run("cancel", "c", at: daemon.socket()).status == 4)
    #expect(try Jobctl.run("dismiss", "c", at: daemon.socket()) == .ended(0))
    #expect(try daemon.execute("query-jobs") == [])
  }

  @Test func `an older server does not list it`() throws {
    let daemon = try StorageDaemon()
    try daemon.startCreate("c")
    try daemon.hold(.running, "m")
    let proxy = try FilteringProxy(to: daemon.socket(), .qemu212)
    #expect(try Jobctl.run("list", "-o", "name", at: proxy.socket) == .ended(0, output: "m\n"))
  }

  @Test func `a machine's snapshot jobs are listed and dismissed`() throws {
    let machine = try Machine()
    for (verb, tag) in [("save", "now"), ("load", "never")] {
      try machine.monitor.execute(
        "snapshot-\(verb)",
        ["job-id": .string(verb), "tag": .string(tag), "vmstate": "disk", "devices": ["disk"]]
      )
      try machine.monitor.waitForStatus("concluded", of: verb)
    }
    let words = ["list", "-o", "tsv", "--columns", "id,type,status,percent,error"]
    let list = try Jobctl.run(words + ["--no-header"], at: machine.socket)
    #expect(
      list.output == """
        load\tsnapshot-load\tconcluded\t100.0\t\
        Snapshot 'never' does not exist in one or more devices
        save\tsnapshot-save\tconcluded\t100.0\t

        """
    )
    #expect(try Jobctl.run("dismiss", "load", "save", at: machine.socket) == .ended(0))
    #expect(try machine.monitor.execute("query-jobs") == [])
  }
}
