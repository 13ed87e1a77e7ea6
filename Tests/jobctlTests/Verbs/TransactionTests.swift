import TestSupport
import Testing

/// Jobs that one command started together.
@Suite struct TransactionTests {
  /// Starts a backup of each source, and gives their ids: b0, b1 and so on.
  private func start(
    _ sources: [JobSource],
    grouped: Bool,
    on server: any TestServer
  ) throws -> [String] {
    let ids = sources.indices.map { "b\($0)" }
    let actions = try zip(ids, sources).map { id, source in
      try action(id, source, target: try server.addTarget(for: source), on: server)
    }
    let mode: JSON = grouped ? "grouped" : "individual"
    try server.execute(
      "transaction",
      ["actions": .array(actions), "properties": ["completion-mode": mode]]
    )
    return ids
  }

  private func action(
    _ id: String,
    _ source: JobSource,
    target: String,
    on server: any TestServer
  ) throws -> JSON {
    [
      "type": "blockdev-backup",
      "data": [
        "job-id": .string(id), "device": .string(try server.addNode(for: source)),
        "target": .string(target), "sync": "full", "speed": source == .large ? 1 : 0,
        "auto-dismiss": false,
      ],
    ]
  }

  @Test(arguments: TestServerKind.allCases)
  func `a group succeeds as one`(kind: TestServerKind) throws {
    let (server, proxy) = try kind.startBehindProxy()
    let wait = try proxy.start("wait", "--allow-missing", "b0", "b1", "b2")
    for id in try start([.small, .small, .small], grouped: true, on: server) {
      try server.waitForStatus("concluded", of: id)
    }
    #expect(try wait.wait() == .ended(0))
    #expect(try Jobctl.run("dismiss", "--all", at: server.socket()) == .ended(0))
  }

  @Test(arguments: TestServerKind.allCases)
  func `one that fails cancels the others of its group`(kind: TestServerKind) throws {
    let server = try kind.start()
    let ids = try start([.small, .unreadable, .large], grouped: true, on: server)
    for id in ids { try server.waitForStatus("concluded", of: id) }
    let results = try ids.map { try Jobctl.run("wait", $0, at: server.socket()) }
    #expect(
      results == [
        .ended(10, error: "jobctl: 'b0' was cancelled\n"),
        .ended(9, error: "jobctl: 'b1' failed: Input/output error\n"),
        .ended(10, error: "jobctl: 'b2' was cancelled\n"),
      ]
    )
    // The first of them decides.
    #expect(try Jobctl.run(["wait"] + ids, at: server.socket()).status == 10)
  }

  @Test(arguments: TestServerKind.allCases)
  func `without a group each has its own end`(kind: TestServerKind) throws {
    let server = try kind.start()
    let ids = try start([.small, .unreadable, .large], grouped: false, on: server)
    for id in ids.dropLast() { try server.waitForStatus("concluded", of: id) }
    #expect(try Jobctl.run("wait", "b0", at: server.socket()) == .ended(0))
    #expect(try Jobctl.run("wait", "b1", at: server.socket()).status == 9)
    #expect(try Jobctl.run("is", "b2", "running", at: server.socket()).status == 0)
    #expect(try Jobctl.run("cancel", "--wait", "b2", at: server.socket()) == .ended(0))
  }

  @Test(arguments: TestServerKind.allCases)
  func `a watch tells who waits for whom`(kind: TestServerKind) throws {
    let server = try kind.start()
    let words = ["watch", "--timestamps", "none", "b0", "--until", "concluded"]
    let watch = try RunningCommand(Jobctl.path, ["-s", server.socket(), "--debug"] + words)
    try watch.readError { $0.contains("\"return\": []") }
    _ = try start([.small, .large], grouped: true, on: server)
    try server.waitForStatus("waiting", of: "b0")
    try watch.expect("b0          backup   running → waiting")
    try server.execute("job-cancel", ["id": "b1"])
    try watch.expect("b0          backup   waiting → aborting")
    try watch.expect("b0          backup   aborting → concluded, cancelled")
    #expect(try watch.wait().status == 0)
  }

  @Test(arguments: TestServerKind.allCases)
  func `one that is refused takes back the others, and none of them was a job`(
    kind: TestServerKind
  ) throws {
    let server = try kind.start(monitors: 2)
    let proxies = try [0, 1].map { try FilteringProxy(to: server.socket($0)) }
    let watch = try proxies[0].start("watch", "--timestamps", "none", "--no-snapshot")
    let wait = try proxies[1].start("wait", "--allow-missing", "b")
    let target = try server.addTarget(for: .small)
    let actions = try [("b", target), ("c", "none")].map { id, target in
      try action(id, .small, target: target, on: server)
    }
    #expect(throws: SupportFailure.self) {
      try server.execute("transaction", ["actions": .array(actions)])
    }
    let line = try watch.expect("\n")
    #expect(line.hasPrefix("b "))
    #expect(line.hasSuffix("never started: the command that made it was refused\n"))
    // It is still awaited.
    try server.startBackup("b", from: .small)
    #expect(try wait.wait() == .ended(0))
    #expect(!watch.output.contains("failed"))
  }
}
