import TestSupport
import Testing

/// How jobs end, as the exit status of a wait that began before.
@Suite struct WaitOutcomeTests {
  /// What somebody else does to a job, and what comes of it.
  private static let endings: [(HeldStatus, String, Int32, String)] = [
    (.ready, "job-complete", 0, ""),
    // A soft cancel keeps the copy, which is what the job was for.
    (.ready, "block-job-cancel", 0, ""),
    (.ready, "job-cancel", 10, "cancelled"),
    (.running, "job-cancel", 10, "cancelled"),
    (.paused, "job-cancel", 10, "cancelled"),
    (.standby, "job-cancel", 10, "cancelled"),
    (.waiting, "job-cancel", 10, "cancelled"),
    (.pending, "job-cancel", 10, "cancelled"),
    (.pending, "job-finalize", 0, ""),
  ]

  @Test(arguments: TestServerKind.allCases, endings)
  func `the outcome of a job that goes when it is over is taken from the events`(
    kind: TestServerKind,
    ending: (HeldStatus, String, Int32, String)
  ) throws {
    let (status, command, exit, words) = ending
    let (server, proxy) = try kind.startBehindProxy()
    try server.hold(status, "j")
    let wait = try proxy.start("wait", "j")
    let device = command.hasPrefix("block-job") ? "device" : "id"
    try server.execute(command, [device: "j"])
    let result = try wait.wait()
    #expect(result.status == exit && result.output.isEmpty)
    let said = result.error.split(separator: "\n").last { !$0.contains("and waits for") }
    #expect(said == (words.isEmpty ? nil : "jobctl: 'j' was \(words)"))
    try server.waitForStatus("null", of: "j")
  }

  @Test(arguments: TestServerKind.allCases, endings)
  func `and so is that of one that stays`(
    kind: TestServerKind,
    ending: (HeldStatus, String, Int32, String)
  ) throws {
    let (status, command, exit, _) = ending
    let server = try kind.start()
    try server.hold(status, "j", autoDismiss: false)
    let device = command.hasPrefix("block-job") ? "device" : "id"
    try server.execute(command, [device: "j"])
    let result = try Jobctl.run("wait", "j", at: server.socket())
    #expect(result.status == exit)
    try server.waitForStatus("concluded", of: "j")
    #expect(try Jobctl.run("wait", "j", at: server.socket()).status == exit)
  }

  @Test(arguments: TestServerKind.allCases)
  func `the reason of a failure survives a job that goes at once`(kind: TestServerKind) throws {
    let (server, proxy) = try kind.startBehindProxy()
    let wait = try proxy.start("wait", "--allow-missing", "j")
    try server.startBackup("j", from: .unreadable)
    #expect(try wait.wait() == .ended(9, error: "jobctl: 'j' failed: Input/output error\n"))
  }

  @Test(arguments: TestServerKind.allCases)
  func `a job that comes and goes in a moment is seen`(kind: TestServerKind) throws {
    let (server, proxy) = try kind.startBehindProxy()
    let wait = try proxy.start("wait", "--allow-missing", "j")
    try server.startBackup("j", from: .small)
    #expect(try wait.wait() == .ended(0))
  }

  @Test(arguments: TestServerKind.allCases)
  func `a job that never starts is waited for still`(kind: TestServerKind) throws {
    let (server, proxy) = try kind.startBehindProxy()
    let wait = try proxy.start("wait", "--allow-missing", "j")
    let options = JobOptions(speed: -1)
    #expect(throws: SupportFailure.self) { try server.startMirror("j", from: .small, options) }
    try server.hold(.running, "j")
    try server.execute("job-cancel", ["id": "j"])
    #expect(try wait.wait() == .ended(10, error: "jobctl: 'j' was cancelled\n"))
  }

  @Test(arguments: TestServerKind.allCases)
  func `a creation that fails tells why`(kind: TestServerKind) throws {
    let (server, proxy) = try kind.startBehindProxy()
    let wait = try proxy.start("wait", "--allow-missing", "c")
    try server.execute(
      "blockdev-create",
      [
        "job-id": "c",
        "options": ["driver": "file", "filename": "/nonexistent/none/x", "size": 1_048_576],
      ]
    )
    let result = try wait.wait()
    #expect(result.status == 9)
    #expect(result.error.hasPrefix("jobctl: 'c' failed: "))
    #expect(result.error.contains("/nonexistent/none/x"))
  }

  @Test(arguments: TestServerKind.allCases)
  func `a creation that succeeds`(kind: TestServerKind) throws {
    let (server, proxy) = try kind.startBehindProxy()
    let wait = try proxy.start("wait", "--allow-missing", "c")
    try server.startCreate("c")
    #expect(try wait.wait() == .ended(0))
  }

  // MARK: - Transactions

  @Test(arguments: TestServerKind.allCases)
  func `one that fails takes its group along`(kind: TestServerKind) throws {
    let (server, proxy) = try kind.startBehindProxy()
    try server.startGroup("a", "b")
    try server.waitForStatus("waiting", of: "a")
    let wait = try proxy.start("wait", "a", "b")
    try server.execute("job-cancel", ["id": "b"])
    let result = try wait.wait()
    #expect(result.status == 10)
    let said = result.error.split(separator: "\n").sorted()
    #expect(said == ["jobctl: 'a' was cancelled", "jobctl: 'b' was cancelled"])
  }

  @Test(arguments: TestServerKind.allCases)
  func `one finalize ends all, and each is waited for`(kind: TestServerKind) throws {
    let (server, proxy) = try kind.startBehindProxy()
    let jobs = try (1...2).map { index in
      try server.backupAction("b\(index)", autoFinalize: index == 1)
    }
    try server.execute(
      "transaction",
      ["actions": .array(jobs), "properties": ["completion-mode": "grouped"]]
    )
    for id in ["b1", "b2"] { try server.waitForStatus("pending", of: id) }
    let wait = try proxy.start("wait", "b1", "b2")
    let remarks = ["b1", "b2"].map { "jobctl: '\($0)' is pending and waits for finalize\n" }
    try wait.readError { text in remarks.allSatisfy(text.contains) }
    try server.execute("job-finalize", ["id": "b2"])
    #expect(try wait.wait().status == 0)
  }

  // MARK: - Ids

  @Test(arguments: TestServerKind.allCases)
  func `an id that is used again at once is another job`(kind: TestServerKind) throws {
    let (server, proxy) = try kind.startBehindProxy()
    try server.hold(.running, "j")
    let wait = try proxy.start("wait", "j")
    try server.execute("job-cancel", ["id": "j"])
    try server.waitForStatus("null", of: "j")
    try server.hold(.running, "j")
    #expect(try wait.wait() == .ended(10, error: "jobctl: 'j' was cancelled\n"))
    #expect(try server.monitor().status(of: "j") == "running")
  }

  @Test(arguments: TestServerKind.allCases)
  func `several are waited for, or the first`(kind: TestServerKind) throws {
    let (server, proxy) = try kind.startBehindProxy()
    for id in ["a", "b"] { try server.hold(.running, id) }
    let all = try proxy.start("wait", "a", "b")
    try server.execute("job-cancel", ["id": "b"])
    try all.readError { $0 == "jobctl: 'b' was cancelled\n" }
    try server.execute("job-cancel", ["id": "a"])
    let words = "jobctl: 'b' was cancelled\njobctl: 'a' was cancelled\n"
    #expect(try all.wait() == .ended(10, error: words))

    for id in ["a", "b"] { try server.hold(.running, id) }
    let first = try RunningCommand(
      Jobctl.path,
      ["-s", server.socket(), "wait", "--any", "--for", "paused", "a", "b"]
    )
    try server.execute("job-pause", ["id": "b"])
    #expect(try first.wait() == .ended(0))
  }

}

extension TestServer {
  /// A backup of a small node, as an action of a transaction.
  fileprivate func backupAction(_ id: String, autoFinalize: Bool) throws -> JSON {
    [
      "type": "blockdev-backup",
      "data": [
        "job-id": .string(id), "device": .string(try addNode(for: .small)),
        "target": .string(try addTarget(for: .small)), "sync": "full",
        "auto-finalize": .bool(autoFinalize),
      ],
    ]
  }
}
