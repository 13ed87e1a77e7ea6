import TestSupport
import Testing

@Suite struct UnknownJobTests {
  private static let verbs = [
    "pause", "resume", "cancel", "cancel --force", "complete", "finalize", "dismiss", "set-speed",
  ]

  /// In the words of the command that is tried last.
  private static let modern = verbs.map { verb in
    (verb, verb == "set-speed" ? inactive : "GenericError: Job not found")
  }
  private static let older = verbs.map { ($0, inactive) }
  private static let inactive = "DeviceNotActive: Block job 'none' not found"

  private let daemon: StorageDaemon

  init() throws {
    daemon = try StorageDaemon()
    try daemon.hold(.running, "other")
  }

  @Test(arguments: modern)
  func `no verb finds a job that does not exist`(verb: String, said: String) throws {
    try check(verb, said, at: daemon.socket())
  }

  @Test(arguments: older)
  func `nor in the older commands`(verb: String, said: String) throws {
    let proxy = try FilteringProxy(to: daemon.socket(), .qemu212)
    try check(verb, said, at: proxy.socket)
  }

  @Test func `show and list do not find it either`() throws {
    let shown = try Jobctl.run("show", "none", at: daemon.socket())
    #expect(shown == .ended(3, error: "jobctl: there is no job 'none'\n"))
    let listed = try Jobctl.run("list", "none", "other", "-o", "name", at: daemon.socket())
    #expect(listed == .ended(3, output: "other\n", error: "jobctl: there is no job 'none'\n"))
  }

  @Test func `a job that another client dismisses is gone`() throws {
    let daemon = try StorageDaemon(monitors: 2)
    try daemon.hold(.concluded, "j")
    let first = try Jobctl.run("dismiss", "j", at: daemon.socket(0))
    #expect(first == .ended(0))
    let second = try Jobctl.run("dismiss", "j", at: daemon.socket(1))
    #expect(second == Self.notFound("dismiss", "j", "GenericError: Job not found"))
  }

  @Test func `a job that goes between the list and the verb is gone`() throws {
    let jobs = FakeJobs(["a": FakeJobs.Job(), "b": FakeJobs.Job()])
    let server = try FakeMonitor { request in
      defer { if request.command == "query-jobs" { jobs.jobs["a"] = nil } }
      return jobs.answer(request)
    }
    let result = try Jobctl.run("pause", "*", at: server.address)
    #expect(result == Self.notFound("pause", "a", "GenericError: Job not found"))
    #expect(jobs.jobs["b"]?.status == "paused")
  }

  private func check(_ verb: String, _ said: String, at socket: String) throws {
    var words = verb.split(separator: " ").map(String.init) + ["none"]
    if verb == "set-speed" { words.append("1M") }
    let result = try Jobctl.run(words, at: socket)
    #expect(result == Self.notFound(words[0], "none", said))
    #expect(try daemon.monitor().status(of: "other") == "running")
  }

  private static func notFound(_ verb: String, _ id: String, _ said: String) -> CommandResult {
    .ended(
      3,
      error: """
        jobctl: cannot \(verb) '\(id)': there is no such job
          the server said: \(said)

        """
    )
  }
}
