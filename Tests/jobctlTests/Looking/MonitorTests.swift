import TestSupport
import Testing

/// What every monitor of a real server is good for, however it was set up.
@Suite struct MonitorTests {
  @Test func `a monitor that spreads its messages over many lines`() throws {
    let daemon = try StorageDaemon(pretty: true)
    let socket = daemon.socket()
    try daemon.hold(.ready, "j", autoDismiss: false)
    #expect(try Jobctl.run("list", "-o", "name", at: socket) == .ended(0, output: "j\n"))
    for (words, status) in [
      (["pause", "j"], "standby"), (["resume", "j"], "ready"), (["set-speed", "j", "1K"], "ready"),
      (["complete", "j"], "concluded"), (["dismiss", "j"], "null"),
    ] {
      #expect(try Jobctl.run(words, at: socket) == .ended(0))
      try daemon.waitForStatus(status, of: "j")
    }
    let schema = try Jobctl.run("qmp", "-c", "query-qmp-schema", at: socket)
    #expect(try JSON(parsing: schema.output) == daemon.execute("query-qmp-schema"))
  }

  @Test func `two monitors at a time`() throws {
    let daemon = try StorageDaemon(monitors: 2)
    try daemon.hold(.running, "j")
    let other = try RawMonitor(daemon.socket(0))
    #expect(try Jobctl.run("pause", "j", at: daemon.socket(1)) == .ended(0))
    try other.waitForStatus("paused", of: "j")
    let list = try Jobctl.run("list", "--status", "paused", "-o", "name", at: daemon.socket(1))
    #expect(list == .ended(0, output: "j\n"))
  }

  @Test func `one after the other on the same monitor`() throws {
    let daemon = try StorageDaemon()
    try daemon.hold(.running, "j")
    for _ in 1...10 {
      #expect(try Jobctl.run("pause", "j", at: daemon.socket()) == .ended(0))
      try daemon.waitForStatus("paused", of: "j")
      #expect(try Jobctl.run("resume", "j", at: daemon.socket()) == .ended(0))
      try daemon.waitForStatus("running", of: "j")
    }
  }

  @Test func `show tells all of a job, and what can be done with it`() throws {
    let daemon = try StorageDaemon()
    try daemon.hold(.ready, "m")
    let result = try Jobctl.run("show", "m", at: daemon.socket())
    #expect(result.status == 0 && result.error.isEmpty)
    Golden.check(result.output, named: "show", in: "MonitorTests")
  }

  @Test func `--debug shows the traffic, a line a message`() throws {
    let daemon = try StorageDaemon(pretty: true)
    try daemon.hold(.running, "j")
    let result = try Jobctl.run("pause", "j", "--debug", at: daemon.socket())
    #expect(result.status == 0 && result.output.isEmpty)
    let lines = result.error.split(separator: "\n")
    #expect(lines.allSatisfy { $0.firstMatch(of: /^\d\d:\d\d:\d\d\.\d{3} (->|<-) \{.*\}$/) != nil })
    let messages = try lines.map { (line) throws(SupportFailure) in
      (line.dropFirst(13).prefix(2), try JSON(parsing: line.dropFirst(16)))
    }
    #expect(messages[0].1["QMP"] != nil)
    let sent = messages.filter { $0.0 == "->" }.map { $0.1["execute"] }
    #expect(sent == ["qmp_capabilities", "job-pause"])
    let replies = messages.filter { $0.1["return"] == [:] }.map { $0.1["id"] }
    #expect(replies == messages.filter { $0.0 == "->" }.map { $0.1["id"] })
  }

  @Test func `what a server refuses is told in its words`() throws {
    let daemon = try StorageDaemon()
    let result = try Jobctl.run("qmp", "job-pause", "id=none", at: daemon.socket())
    #expect(
      result
        == .ended(
          1,
          error: """
            jobctl: the server refused job-pause
              the server said: GenericError: Job not found

            """
        )
    )
  }
}
