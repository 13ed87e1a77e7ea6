import TestSupport
import Testing

/// How jobs of a real server end, as the exit status of a wait that began before.
@Suite struct WaitOutcomeTests {
  private let daemon: StorageDaemon
  /// Tells when a command has asked for the jobs; it misses nothing from then on.
  private let proxy: FilteringProxy

  init() throws {
    daemon = try StorageDaemon()
    proxy = try FilteringProxy(to: daemon.socket())
  }

  /// What somebody else does to a job, and what comes of it.
  private static let endings: [(StorageDaemon.HeldStatus, String, Int32, String)] = [
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

  @Test(arguments: endings)
  func `the outcome of a job that goes when it is over is taken from the events`(
    _ status: StorageDaemon.HeldStatus,
    _ command: String,
    _ exit: Int32,
    _ words: String
  ) throws {
    try daemon.hold(status, "j")
    let wait = try start("wait", "j")
    let device = command.hasPrefix("block-job") ? "device" : "id"
    try daemon.execute(command, [device: "j"])
    let result = try wait.wait()
    #expect(result.status == exit && result.output.isEmpty)
    let said = result.error.split(separator: "\n").last { !$0.contains("and waits for") }
    #expect(said == (words.isEmpty ? nil : "jobctl: 'j' was \(words)"))
    try daemon.waitForStatus("null", of: "j")
  }

  @Test(arguments: endings)
  func `and so is that of one that stays`(
    _ status: StorageDaemon.HeldStatus,
    _ command: String,
    _ exit: Int32,
    _ words: String
  ) throws {
    try daemon.hold(status, "j", autoDismiss: false)
    let device = command.hasPrefix("block-job") ? "device" : "id"
    try daemon.execute(command, [device: "j"])
    let result = try Jobctl.run("wait", "j", at: daemon.socket())
    #expect(result.status == exit)
    try daemon.waitForStatus("concluded", of: "j")
    #expect(try Jobctl.run("wait", "j", at: daemon.socket()).status == exit)
  }

  @Test func `the reason of a failure survives a job that goes at once`() throws {
    let wait = try start("wait", "--allow-missing", "j")
    try daemon.startBackup("j", from: .unreadable)
    #expect(try wait.wait() == .ended(9, error: "jobctl: 'j' failed: Input/output error\n"))
  }

  @Test func `a job that comes and goes in a moment is seen`() throws {
    let wait = try start("wait", "--allow-missing", "j")
    try daemon.startBackup("j", from: .small)
    #expect(try wait.wait() == .ended(0))
  }

  @Test func `a job that never starts is waited for still`() throws {
    let wait = try start("wait", "--allow-missing", "j")
    let options = StorageDaemon.JobOptions(speed: -1)
    #expect(throws: SupportFailure.self) { try daemon.startMirror("j", from: .small, options) }
    try daemon.hold(.running, "j")
    try daemon.execute("job-cancel", ["id": "j"])
    #expect(try wait.wait() == .ended(10, error: "jobctl: 'j' was cancelled\n"))
  }

  @Test func `a creation that fails tells why`() throws {
    let wait = try start("wait", "--allow-missing", "c")
    try daemon.execute(
      "blockdev-create",
      [
        "job-id": "c",
        "options": ["driver": "file", "filename": "/nonexistent/x", "size": 1_048_576],
      ]
    )
    let result = try wait.wait()
    #expect(result.status == 9)
    #expect(result.error.hasPrefix("jobctl: 'c' failed: "))
    #expect(result.error.contains("/nonexistent/x"))
  }

  @Test func `a creation that succeeds`() throws {
    let wait = try start("wait", "--allow-missing", "c")
    try daemon.startCreate("c")
    #expect(try wait.wait() == .ended(0))
  }

  // MARK: - Transactions

  @Test func `one that fails takes its group along`() throws {
    try daemon.startGroup("a", "b")
    try daemon.waitForStatus("waiting", of: "a")
    let wait = try start("wait", "a", "b")
    try daemon.execute("job-cancel", ["id": "b"])
    let result = try wait.wait()
    #expect(result.status == 10)
    let said = result.error.split(separator: "\n").sorted()
    #expect(said == ["jobctl: 'a' was cancelled", "jobctl: 'b' was cancelled"])
  }

  @Test func `one finalize ends all, and each is waited for`() throws {
    let jobs = try (1...2).map { index in
      try daemon.backupAction("b\(index)", autoFinalize: index == 1)
    }
    try daemon.execute(
      "transaction",
      ["actions": .array(jobs), "properties": ["completion-mode": "grouped"]]
    )
    for id in ["b1", "b2"] { try daemon.waitForStatus("pending", of: id) }
    let wait = try start("wait", "b1", "b2")
    let remarks = ["b1", "b2"].map { "jobctl: '\($0)' is pending and waits for finalize\n" }
    try wait.readError { text in remarks.allSatisfy(text.contains) }
    try daemon.execute("job-finalize", ["id": "b2"])
    #expect(try wait.wait().status == 0)
  }

  // MARK: - Ids

  @Test func `an id that is used again at once is another job`() throws {
    try daemon.hold(.running, "j")
    let wait = try start("wait", "j")
    try daemon.execute("job-cancel", ["id": "j"])
    try daemon.waitForStatus("null", of: "j")
    try daemon.hold(.running, "j")
    #expect(try wait.wait() == .ended(10, error: "jobctl: 'j' was cancelled\n"))
    #expect(try daemon.monitor().status(of: "j") == "running")
  }

  @Test func `several are waited for, or the first`() throws {
    for id in ["a", "b"] { try daemon.hold(.running, id) }
    let all = try start("wait", "a", "b")
    try daemon.execute("job-cancel", ["id": "b"])
    try all.readError { $0 == "jobctl: 'b' was cancelled\n" }
    try daemon.execute("job-cancel", ["id": "a"])
    let words = "jobctl: 'b' was cancelled\njobctl: 'a' was cancelled\n"
    #expect(try all.wait() == .ended(10, error: words))

    for id in ["a", "b"] { try daemon.hold(.running, id) }
    let first = try RunningCommand(
      Jobctl.path,
      ["-s", daemon.socket(), "wait", "--any", "--for", "paused", "a", "b"]
    )
    try daemon.execute("job-pause", ["id": "b"])
    #expect(try first.wait() == .ended(0))
  }

  private func start(_ words: String...) throws -> RunningCommand {
    let command = try RunningCommand(Jobctl.path, ["-s", proxy.socket] + words)
    try proxy.waitForRequest("query-jobs")
    return command
  }
}

extension StorageDaemon {
  /// A backup of a small node, as an action of a transaction.
  fileprivate func backupAction(_ id: String, autoFinalize: Bool) throws -> JSON {
    for name in ["\(id)-source", "\(id)-target"] {
      try execute(
        "blockdev-add",
        ["node-name": .string(name), "driver": "null-co", "size": 1_048_576]
      )
    }
    return [
      "type": "blockdev-backup",
      "data": [
        "job-id": .string(id), "device": .string("\(id)-source"),
        "target": .string("\(id)-target"), "sync": "full", "auto-finalize": .bool(autoFinalize),
      ],
    ]
  }
}
