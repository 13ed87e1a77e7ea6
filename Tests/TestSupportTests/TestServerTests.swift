import TestSupport
import Testing

@Suite struct TestServerTests {
  @Test(arguments: TestServerKind.allCases, HeldType.allCases)
  func `a job is held in every status it can be in`(kind: TestServerKind, type: HeldType) throws {
    let server = try kind.start()
    for status in type.statuses {
      try server.hold(status, "job-\(status)", as: type)
    }
    for status in type.statuses {
      // The start of the others may have paused it for a moment.
      try server.waitForStatus(status.rawValue, of: "job-\(status)")
    }
  }

  @Test(arguments: TestServerKind.allCases, HeldStatus.allCases)
  func `a held job stays where it is`(kind: TestServerKind, status: HeldStatus) throws {
    let server = try kind.start()
    try server.hold(status, "a")
    let client = try RawMonitor(server.socket())
    for _ in 1...20 { #expect(try client.status(of: "a") == status.rawValue) }
    #expect(client.events.isEmpty)
    #expect(try client.status(of: "a-partner") == (status == .waiting ? "running" : nil))
  }

  @Test(arguments: TestServerKind.allCases)
  func `every type of job starts`(kind: TestServerKind) throws {
    let server = try kind.start()
    try server.startMirror("mirror")
    try server.startBackup("backup")
    try server.startStream("stream")
    try server.startCommit("commit")
    try server.startCreate("create")
    try server.waitForStatus("ready", of: "commit")
    try server.waitForStatus("concluded", of: "create")
    let jobs = try server.execute("query-jobs").elements
    #expect(
      Set(jobs.map { $0["type"] }) == ["mirror", "backup", "stream", "commit", "create"]
    )
    for id in ["mirror", "backup", "stream"] { try server.waitForStatus("running", of: id) }
  }

  @Test(arguments: TestServerKind.allCases)
  func `a job that cannot read its source fails, or stops`(kind: TestServerKind) throws {
    let server = try kind.start()
    let monitor = server.monitor()
    try server.startBackup(
      "fails",
      from: .unreadable,
      JobOptions(autoDismiss: false)
    )
    try server.waitForStatus("concluded", of: "fails")
    #expect(try monitor.job("fails")?["error"] == "Input/output error")
    try server.startBackup(
      "stops",
      from: .unreadable,
      JobOptions(onError: "stop")
    )
    try server.waitForStatus("paused", of: "stops")
    let stopped = try server.execute("query-block-jobs").elements
    #expect(stopped.first { $0["device"] == "stops" }?["io-status"] == "failed")
  }

  @Test(arguments: TestServerKind.allCases)
  func `a wait ends when the job has`(kind: TestServerKind) throws {
    let server = try kind.start()
    try server.startBackup("gone", from: .small)
    try server.waitForStatus("null", of: "gone")
    let statuses = server.monitor().statuses(of: "gone")
    #expect(statuses.first == "created")
    #expect(statuses.suffix(4) == ["waiting", "pending", "concluded", "null"])
    try server.hold(.concluded, "over")
    let failure = #expect(throws: SupportFailure.self) {
      try server.waitForStatus("ready", of: "over")
    }
    guard case .ended = failure else { throw try #require(failure) }
  }
}
