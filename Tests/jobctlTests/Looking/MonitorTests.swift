import TestSupport
import Testing

/// What every monitor is good for, however it was set up.
@Suite struct MonitorTests {
  @Test(arguments: TestServerKind.allCases)
  func `a monitor that spreads its messages over many lines`(kind: TestServerKind) throws {
    let server = try kind.start(pretty: true)
    let socket = server.socket()
    try server.hold(.ready, "j", autoDismiss: false)
    #expect(try Jobctl.run("list", "-o", "name", at: socket) == .ended(0, output: "j\n"))
    for (words, status) in [
      (["pause", "j"], "standby"), (["resume", "j"], "ready"), (["set-speed", "j", "1K"], "ready"),
      (["complete", "j"], "concluded"), (["dismiss", "j"], "null"),
    ] {
      #expect(try Jobctl.run(words, at: socket) == .ended(0))
      try server.waitForStatus(status, of: "j")
    }
    let schema = try Jobctl.run("qmp", "-c", "query-qmp-schema", at: socket)
    #expect(try JSON(parsing: schema.output) == server.execute("query-qmp-schema"))
  }

  @Test(arguments: TestServerKind.allCases)
  func `two monitors at a time`(kind: TestServerKind) throws {
    let server = try kind.start(monitors: 2)
    try server.hold(.running, "j")
    let other = try RawMonitor(server.socket(0))
    #expect(try Jobctl.run("pause", "j", at: server.socket(1)) == .ended(0))
    try other.waitForStatus("paused", of: "j")
    let list = try Jobctl.run("list", "--status", "paused", "-o", "name", at: server.socket(1))
    #expect(list == .ended(0, output: "j\n"))
  }

  @Test(arguments: TestServerKind.allCases)
  func `one after the other on the same monitor`(kind: TestServerKind) throws {
    let server = try kind.start()
    try server.hold(.running, "j")
    for _ in 1...10 {
      #expect(try Jobctl.run("pause", "j", at: server.socket()) == .ended(0))
      try server.waitForStatus("paused", of: "j")
      #expect(try Jobctl.run("resume", "j", at: server.socket()) == .ended(0))
      try server.waitForStatus("running", of: "j")
    }
  }

  @Test(arguments: TestServerKind.allCases)
  func `show tells all of a job, and what can be done with it`(kind: TestServerKind) throws {
    let server = try kind.start()
    try server.hold(.ready, "m")
    let result = try Jobctl.run("show", "m", at: server.socket())
    #expect(result.status == 0 && result.error.isEmpty)
    Golden.check(result.output, named: "show", in: "MonitorTests")
  }

  @Test(arguments: TestServerKind.allCases)
  func `--debug shows the traffic, a line a message`(kind: TestServerKind) throws {
    let server = try kind.start(pretty: true)
    try server.hold(.running, "j")
    let result = try Jobctl.run("pause", "j", "--debug", at: server.socket())
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

  @Test(arguments: TestServerKind.allCases)
  func `what a server refuses is told in its words`(kind: TestServerKind) throws {
    let server = try kind.start()
    let result = try Jobctl.run("qmp", "job-pause", "id=none", at: server.socket())
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
