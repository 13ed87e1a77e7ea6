import Glibc
import TestSupport
import Testing

/// Waiting for what others start and end: the exit status is the outcome.
@Suite struct WaitTests {
  @Test(arguments: TestServerKind.allCases)
  func `a job that succeeds`(kind: TestServerKind) throws {
    let (server, proxy) = try kind.startBehindProxy()
    try server.hold(.ready, "j")
    let command = try proxy.start("wait", "j")
    let remark = "jobctl: 'j' is ready and waits for complete or cancel\n"
    try command.readError { $0 == remark }
    try server.execute("job-complete", ["id": "j"])
    #expect(try command.wait() == .ended(0, error: remark))
  }

  @Test(arguments: TestServerKind.allCases)
  func `a job that is cancelled`(kind: TestServerKind) throws {
    let (server, proxy) = try kind.startBehindProxy()
    // It stays, since it may be over before it is asked for.
    try server.hold(.running, "j", autoDismiss: false)
    let command = try proxy.start("wait", "j")
    try server.execute("job-cancel", ["id": "j"])
    #expect(try command.wait() == .ended(10, error: "jobctl: 'j' was cancelled\n"))
  }

  @Test(arguments: TestServerKind.allCases)
  func `a job that has failed`(kind: TestServerKind) throws {
    let server = try kind.start()
    try server.startBackup("j", from: .unreadable, JobOptions(autoDismiss: false))
    try server.waitForStatus("concluded", of: "j")
    let result = try Jobctl.run("wait", "j", at: server.socket())
    #expect(result == .ended(9, error: "jobctl: 'j' failed: Input/output error\n"))
  }

  @Test func `a job that goes without a word`() throws {
    let jobs = FakeJobs(["j": FakeJobs.Job()])
    let server = try FakeMonitor { request in
      defer { jobs.jobs = [:] }
      let news = request.command == "query-jobs" ? [FakeMonitor.Response.status("j", "null")] : []
      return jobs.answer(request) + news
    }
    let result = try Jobctl.run("wait", "j", at: server.address)
    let complaint = "jobctl: 'j' is gone, and nothing tells how it ended\n"
    #expect(result == .ended(11, error: complaint))
  }

  @Test(arguments: TestServerKind.allCases)
  func `a status that comes, and one that cannot come any more`(kind: TestServerKind) throws {
    let (server, proxy) = try kind.startBehindProxy()
    try server.hold(.running, "j")
    let command = try proxy.start("wait", "j", "--for", "paused")
    try server.execute("job-pause", ["id": "j"])
    #expect(try command.wait() == .ended(0))
    try server.hold(.concluded, "k")
    let late = try Jobctl.run("wait", "k", "--for", "ready", at: server.socket())
    let complaint = "jobctl: 'k' is concluded and will not be ready\n"
    #expect(late == .ended(4, error: complaint))
  }

  @Test(arguments: TestServerKind.allCases)
  func `a job that is not there, and one that takes too long`(kind: TestServerKind) throws {
    let server = try kind.start()
    try server.hold(.running, "j")
    let missing = try Jobctl.run("wait", "none", at: server.socket())
    #expect(missing == .ended(3, error: "jobctl: there is no job 'none'\n"))
    let late = try Jobctl.run("wait", "j", "-t", "300ms", at: server.socket())
    #expect(late == .ended(7, error: "jobctl: timed out: 'j' is still running\n"))
  }

  @Test(arguments: TestServerKind.allCases, [SIGINT, SIGTERM])
  func `to stop waiting leaves the job alone`(
    kind: TestServerKind,
    signal: Int32
  ) throws {
    let (server, proxy) = try kind.startBehindProxy()
    try server.hold(.running, "j")
    let command = try proxy.start("wait", "j")
    command.send(signal)
    #expect(try command.wait().signal == signal)
    #expect(try server.monitor().status(of: "j") == "running")
  }

  @Test(arguments: TestServerKind.allCases)
  func `a server that ends meanwhile`(kind: TestServerKind) throws {
    let (server, proxy) = try kind.startBehindProxy()
    try server.hold(.running, "j")
    let command = try proxy.start("wait", "j")
    try server.kill()
    let result = try command.wait()
    #expect(result.status == 8)
    #expect(result.error.hasPrefix("jobctl: '\(proxy.socket)' closed the connection"))
  }

  @Test(
    arguments: TestServerKind.allCases,
    [
      (HeldStatus.ready, ["complete"]), (.ready, ["cancel"]), (.running, ["cancel"]),
      (.standby, ["cancel", "--force"]), (.pending, ["finalize"]), (.running, ["pause"]),
      (.standby, ["resume"]),
    ]
  )
  func `a verb waits for its effect`(
    kind: TestServerKind,
    change: (HeldStatus, [String])
  ) throws {
    let (status, verb) = change
    let server = try kind.start()
    try server.hold(status, "j")
    let result = try Jobctl.run(verb + ["j", "--wait"], at: server.socket())
    #expect(result.status == 0)
    let now = try server.monitor().status(of: "j")
    #expect(now == (verb == ["pause"] ? "paused" : verb == ["resume"] ? "ready" : nil))
  }

  @Test(
    arguments: TestServerKind.allCases,
    [
      ("running", "running,paused", 0), ("running", "ready", 4), ("ready", "pending,ready", 0),
    ]
  )
  func `a condition for scripts`(
    kind: TestServerKind,
    condition: (String, String, Int32)
  ) throws {
    let (status, wanted, exit) = condition
    let server = try kind.start()
    try server.hold(try #require(.init(rawValue: status)), "j")
    let result = try Jobctl.run("is", "j", wanted, at: server.socket())
    #expect(result == .ended(exit, output: "\(status)\n"))
  }

}
