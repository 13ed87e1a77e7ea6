import TestSupport
import Testing

@Suite struct UnknownJobTests {
  private static let verbs = [
    "pause", "resume", "cancel", "cancel --force", "complete", "finalize", "dismiss", "set-speed",
  ]

  /// In the words of the command that is tried last.
  private static let modern = verbs.map { verb in
    (verb: verb, said: verb == "set-speed" ? inactive : "GenericError: Job not found")
  }
  private static let older = verbs.map { (verb: $0, said: inactive) }
  private static let inactive = "DeviceNotActive: Block job 'none' not found"

  @Test(arguments: TestServerKind.allCases, modern)
  func `no verb finds a job that does not exist`(
    kind: TestServerKind,
    row: (verb: String, said: String)
  ) throws {
    let server = try kind.start()
    try check(row, on: server, at: server.socket())
  }

  @Test(arguments: TestServerKind.allCases, older)
  func `nor in the older commands`(
    kind: TestServerKind,
    row: (verb: String, said: String)
  ) throws {
    let server = try kind.start()
    let proxy = try FilteringProxy(to: server.socket(), .qemu212)
    try check(row, on: server, at: proxy.socket)
  }

  @Test(arguments: TestServerKind.allCases)
  func `show and list do not find it either`(kind: TestServerKind) throws {
    let server = try kind.start()
    try server.hold(.running, "other")
    let shown = try Jobctl.run("show", "none", at: server.socket())
    #expect(shown == .ended(3, error: "jobctl: there is no job 'none'\n"))
    let listed = try Jobctl.run("list", "none", "other", "-o", "name", at: server.socket())
    #expect(listed == .ended(3, output: "other\n", error: "jobctl: there is no job 'none'\n"))
  }

  @Test(arguments: TestServerKind.allCases)
  func `a job that was dismissed is gone`(kind: TestServerKind) throws {
    let server = try kind.start()
    try server.hold(.concluded, "j")
    #expect(try Jobctl.run("dismiss", "j", at: server.socket()) == .ended(0))
    let again = try Jobctl.run("dismiss", "j", at: server.socket())
    #expect(again == Self.notFound("dismiss", "j", "GenericError: Job not found"))
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

  private func check(
    _ row: (verb: String, said: String),
    on server: any TestServer,
    at socket: String
  ) throws {
    try server.hold(.running, "other")
    var words = row.verb.split(separator: " ").map(String.init) + ["none"]
    if row.verb == "set-speed" { words.append("1M") }
    let result = try Jobctl.run(words, at: socket)
    #expect(result == Self.notFound(words[0], "none", row.said))
    #expect(try server.monitor().status(of: "other") == "running")
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
