import Glibc
import TestSupport
import Testing

/// Events as they arrive.
@Suite struct WatchTests {
  @Test(arguments: TestServerKind.allCases)
  func `first how things stand, then what happens`(kind: TestServerKind) throws {
    let server = try kind.start()
    try server.hold(.running, "j", autoDismiss: false)
    let words = ["watch", "--timestamps", "none", "--until", "concluded"]
    let command = try RunningCommand(Jobctl.path, ["-s", server.socket()] + words)
    try command.expect("running")
    try server.execute("job-pause", ["id": "j"])
    try command.expect("paused")
    try server.execute("job-cancel", ["id": "j"])
    let result = try command.wait()
    #expect(result.status == 0 && result.error.isEmpty)
    Golden.check(result.output, named: "watch", in: "WatchTests")
  }

  @Test(arguments: TestServerKind.allCases)
  func `each event is a JSON object for programs`(kind: TestServerKind) throws {
    let server = try kind.start()
    try server.hold(.running, "j", autoDismiss: false)
    let words = ["watch", "-o", "jsonl", "--no-snapshot", "--count", "2"]
    let command = try RunningCommand(Jobctl.path, ["-s", server.socket(), "--debug"] + words)
    try command.readError { $0.contains("query-jobs") }
    try server.execute("job-pause", ["id": "j"])
    try server.waitForStatus("paused", of: "j")
    try command.expect("\n")
    try server.execute("job-resume", ["id": "j"])
    let result = try command.wait()
    let events = try result.lines.map { try JSON(parsing: $0) }
    #expect(events.map { $0["event"] } == ["JOB_STATUS_CHANGE", "JOB_STATUS_CHANGE"])
    #expect(events.map { $0["to"] } == ["paused", "running"])
    #expect(events.allSatisfy { $0["timestamp"]?["seconds"]?.integer ?? 0 > 1_700_000_000 })
  }

  @Test(arguments: TestServerKind.allCases, [SIGINT, SIGTERM])
  func `to stop watching leaves the jobs alone`(kind: TestServerKind, signal: Int32) throws {
    let server = try kind.start()
    try server.hold(.running, "j", autoDismiss: false)
    let command = try Jobctl.start("watch", at: server.socket())
    try command.expect("running")
    command.send(signal)
    #expect(try command.wait().signal == signal)
    #expect(try server.monitor().status(of: "j") == "running")
  }

  @Test(arguments: TestServerKind.allCases)
  func `a reader that leaves ends it, though nothing happens`(kind: TestServerKind) throws {
    let server = try kind.start()
    try server.hold(.running, "j", autoDismiss: false)
    let script = "\"$0\" -s \"$1\" watch | head -n 1; echo ${PIPESTATUS[0]}"
    let result = try CommandRun.run("bash", ["-c", script, Jobctl.path, server.socket()])
    #expect(result.status == 0 && result.error.isEmpty)
    #expect(result.lines.count == 2)
    #expect(result.lines.last == "0")
  }

  @Test(arguments: TestServerKind.allCases)
  func `a reader that reads nothing does not keep it from ending`(kind: TestServerKind) throws {
    let server = try kind.start()
    try server.hold(.running, "j", autoDismiss: false)
    let events = ["paused", "running"].map { status -> JSON in
      [
        "event": "JOB_STATUS_CHANGE", "data": ["id": "j", "status": .string(status)],
        "timestamp": ["seconds": 1_700_000_000, "microseconds": 0],
      ]
    }
    let flood = String(repeating: "\(events[0])\r\n\(events[1])\r\n", count: 1000)
    let jobs = try server.execute("query-jobs")
    let script = FakeMonitor.Step.negotiate() + [.receive, .succeed(jobs)]
    let flooding = try FakeMonitor(script + [.flood(Array(flood.utf8))])
    let (ours, theirs) = try StreamSocket.pair()
    let command = try RunningCommand(
      Jobctl.path,
      ["-s", flooding.address, "watch", "--all-events"],
      output: .descriptor(theirs.number)
    )
    var count = 0
    while count < 100_000 { count += try ours.receive().count }
    command.send(SIGTERM)
    #expect(try command.wait().signal == SIGTERM)
  }

  @Test(arguments: TestServerKind.allCases)
  func `a server that ends`(kind: TestServerKind) throws {
    let server = try kind.start()
    try server.hold(.running, "j", autoDismiss: false)
    let command = try Jobctl.start("watch", at: server.socket())
    try command.expect("running")
    try server.kill()
    #expect(try command.wait().status == 8)
  }

  @Test(arguments: TestServerKind.allCases)
  func `time that is over`(kind: TestServerKind) throws {
    let server = try kind.start()
    try server.hold(.running, "j", autoDismiss: false)
    let result = try Jobctl.run("watch", "-t", "300ms", at: server.socket())
    #expect(result.status == 7)
  }
}
