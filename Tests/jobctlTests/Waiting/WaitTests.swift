import Glibc
import TestSupport
import Testing

/// Waiting for what others start and end: the exit status is the outcome.
@Suite struct WaitTests {
  private let daemon: StorageDaemon
  /// Tells when a command has asked for the jobs, and so is waiting.
  private let proxy: FilteringProxy

  init() throws {
    daemon = try StorageDaemon()
    proxy = try FilteringProxy(to: daemon.socket())
  }

  @Test func `a job that succeeds`() throws {
    try daemon.hold(.ready, "j")
    let command = try startWaiting("wait", "j")
    let remark = "jobctl: 'j' is ready and waits for complete or cancel\n"
    try command.readError { $0 == remark }
    try daemon.execute("job-complete", ["id": "j"])
    #expect(try command.wait() == .ended(0, error: remark))
  }

  @Test func `a job that is cancelled`() throws {
    // It stays, since it may be over before it is asked for.
    try daemon.hold(.running, "j", autoDismiss: false)
    let command = try startWaiting("wait", "j")
    try daemon.execute("job-cancel", ["id": "j"])
    #expect(try command.wait() == .ended(10, error: "jobctl: 'j' was cancelled\n"))
  }

  @Test func `a job that has failed`() throws {
    try daemon.startBackup("j", from: .unreadable, StorageDaemon.JobOptions(autoDismiss: false))
    try daemon.waitForStatus("concluded", of: "j")
    let result = try Jobctl.run("wait", "j", at: daemon.socket())
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

  @Test func `a status that comes, and one that cannot come any more`() throws {
    try daemon.hold(.running, "j")
    let command = try startWaiting("wait", "j", "--for", "paused")
    try daemon.execute("job-pause", ["id": "j"])
    #expect(try command.wait() == .ended(0))
    try daemon.hold(.concluded, "k")
    let late = try Jobctl.run("wait", "k", "--for", "ready", at: daemon.socket())
    let complaint = "jobctl: 'k' is concluded and will not be ready\n"
    #expect(late == .ended(4, error: complaint))
  }

  @Test func `a job that is not there, and one that takes too long`() throws {
    try daemon.hold(.running, "j")
    let missing = try Jobctl.run("wait", "none", at: daemon.socket())
    #expect(missing == .ended(3, error: "jobctl: there is no job 'none'\n"))
    let late = try Jobctl.run("wait", "j", "-t", "300ms", at: daemon.socket())
    #expect(late == .ended(7, error: "jobctl: 'j' is still running\n"))
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func `to stop waiting leaves the job alone`(signal: Int32) throws {
    try daemon.hold(.running, "j")
    let command = try startWaiting("wait", "j")
    command.send(signal)
    #expect(try command.wait().signal == signal)
    #expect(try daemon.monitor().status(of: "j") == "running")
  }

  @Test func `a server that ends meanwhile`() throws {
    try daemon.hold(.running, "j")
    let command = try startWaiting("wait", "j")
    try daemon.kill()
    let result = try command.wait()
    #expect(result.status == 8)
    #expect(result.error.hasPrefix("jobctl: '\(proxy.socket)' closed the connection"))
  }

  @Test(arguments: [
    (StorageDaemon.HeldStatus.ready, ["complete"]), (.ready, ["cancel"]), (.running, ["cancel"]),
    (.standby, ["cancel", "--force"]), (.pending, ["finalize"]), (.running, ["pause"]),
    (.standby, ["resume"]),
  ])
  func `a verb waits for its effect`(status: StorageDaemon.HeldStatus, verb: [String]) throws {
    try daemon.hold(status, "j")
    let result = try Jobctl.run(verb + ["j", "--wait"], at: daemon.socket())
    #expect(result.status == 0)
    let now = try daemon.monitor().status(of: "j")
    #expect(now == (verb == ["pause"] ? "paused" : verb == ["resume"] ? "ready" : nil))
  }

  @Test(arguments: [
    ("running", "running,paused", 0), ("running", "ready", 4), ("ready", "pending,ready", 0),
  ])
  func `a condition for scripts`(status: String, wanted: String, exit: Int32) throws {
    try daemon.hold(try #require(.init(rawValue: status)), "j")
    let result = try Jobctl.run("is", "j", wanted, at: daemon.socket())
    #expect(result == .ended(exit, output: "\(status)\n"))
  }

  private func startWaiting(_ words: String...) throws -> RunningCommand {
    let command = try RunningCommand(Jobctl.path, ["-s", proxy.socket] + words)
    try proxy.waitForRequest("query-jobs")
    return command
  }
}
