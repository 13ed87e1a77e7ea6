import Foundation
import TestSupport
import Testing

/// A watch on one monitor of a server, while others act on another.
@Suite struct WatchLiveTests {
  @Test(arguments: TestServerKind.allCases)
  func `each event is a line as soon as it comes`(kind: TestServerKind) throws {
    let server = try kind.start(monitors: 2)
    try server.hold(.ready, "j", autoDismiss: false)
    let watch = try start(server, "watch", "--timestamps", "none", "--until", "null")
    try watch.expect("j           mirror   is ready  100.0% of 1.0 MiB\n")
    for (words, lines) in [
      (["pause"], ["ready → standby"]), (["resume"], ["standby → ready"]),
      (
        ["complete"],
        [
          "ready → waiting", "waiting → pending",
          "pending → concluded, succeeded  100.0% of 1.0 MiB",
        ]
      ),
      (["dismiss"], ["concluded → gone, succeeded"]),
    ] {
      #expect(try Jobctl.run(words + ["j", "--wait"], at: server.socket(1)) == .ended(0))
      for line in lines { try watch.expect("j           mirror   \(line)") }
    }
    #expect(try watch.wait().status == 0)
  }

  @Test(arguments: TestServerKind.allCases)
  func `an id that is used again is told as another job`(kind: TestServerKind) throws {
    let server = try kind.start(monitors: 2)
    let watch = try start(server, "watch", "--timestamps", "none", "--no-snapshot")
    try watch.readError { $0.contains("current-progress") || $0.contains("\"return\": []") }
    for _ in 1...2 {
      try server.hold(.running, "j")
      try watch.expect("j           mirror   → running\n")
      try server.execute("job-cancel", ["id": "j"])
      try watch.expect("j           mirror   aborting → concluded, cancelled")
      try watch.expect("j           mirror   concluded → gone, cancelled")
      try server.waitForStatus("null", of: "j")
    }
  }

  @Test(arguments: TestServerKind.allCases)
  func `a failure tells its reason, also where only a query knows it`(kind: TestServerKind) throws {
    let server = try kind.start(monitors: 2)
    let watch = try start(server, "watch", "--timestamps", "none", "--no-snapshot")
    try watch.readError { $0.contains("\"return\": []") }
    // It stays, so that its type can be asked for.
    try server.startBackup("b", from: .unreadable, JobOptions(autoDismiss: false))
    try watch.expect("b           backup   → running\n")
    try watch.expect("b           backup   read error (report)\n")
    try watch.expect("b           backup   aborting → concluded, failed: Input/output error  0.0%")
    try server.execute(
      "blockdev-create",
      [
        "job-id": "c",
        "options": ["driver": "file", "filename": "/nonexistent/none/x", "size": 512],
      ]
    )
    let line = try watch.expect("/nonexistent/none/x")
    #expect(line.contains("c           create   aborting → concluded, failed: "))
  }

  @Test(arguments: TestServerKind.allCases)
  func `a job that never starts is told as that`(kind: TestServerKind) throws {
    let server = try kind.start(monitors: 2)
    let watch = try start(server, "watch", "--timestamps", "none", "--no-snapshot")
    try watch.readError { $0.contains("\"return\": []") }
    let options = JobOptions(speed: -1)
    #expect(throws: SupportFailure.self) { try server.startMirror("m", from: .small, options) }
    try watch.expect("never started: the command that made it was refused\n")
    #expect(!watch.output.contains("gone"))
  }

  @Test(arguments: TestServerKind.allCases)
  func `with all events, what a program reads is what the server sent`(kind: TestServerKind) throws
  {
    let server = try kind.start(monitors: 2)
    let watch = try start(
      server,
      "watch",
      "--all-events",
      "-o",
      "jsonl",
      "--no-snapshot",
      "--until",
      "null"
    )
    try watch.readError { $0.contains("\"return\": []") }
    try server.hold(.pending, "j", autoDismiss: false)
    try server.execute("job-finalize", ["id": "j"])
    try server.execute("job-dismiss", ["id": "j"])
    let objects = try watch.wait().lines.map { line in
      var object = try JSON(parsing: line)
      for name in ["kind", "id", "type", "from", "to", "outcome"] { object[name] = nil }
      for name in ["error", "current-progress", "total-progress"] { object[name] = nil }
      return object
    }
    #expect(objects == server.monitor().events)
    #expect(objects.count >= 10)
  }

  @Test(arguments: TestServerKind.allCases)
  func `pauses that the server makes by itself are counted`(kind: TestServerKind) throws {
    let server = try kind.start(monitors: 2)
    for id in ["b1", "b2", "b3", "b4", "b5"] { try server.hold(.running, id) }
    let events = server.monitor().events.count
    let news: [JSON] =
      ["aborting", "concluded", "null"] + (server.has(.toldDrains) ? ["drain"] : [])
    let words = ["watch", "-o", "jsonl", "--no-snapshot", "--count", "\(news.count)", "b?", "x"]
    let watch = try RunningCommand(Jobctl.path, ["-s", server.socket(), "--debug"] + words)
    try watch.readError { $0.contains("current-progress") }
    // The start of a transaction drains all.
    try server.startGroup("x1", "x2", autoDismiss: false)
    try server.execute("job-cancel", ["id": "b1"])
    let lines = try watch.wait().lines.map { try JSON(parsing: $0) }
    #expect(lines.map { $0["to"] ?? $0["kind"] } == news)
    try server.monitor().exchange()
    let pauses = server.monitor().events[events...].filter { event in
      event["data"]?["status"] == "paused" && event["data"]?["id"]?.string?.hasPrefix("b") == true
    }
    let drain = lines.dropFirst(3).first
    #expect(drain?["count"]?.integer ?? 0 == pauses.count)
    #expect(drain?["jobs"]?.integer ?? 0 == Set(pauses.map { $0["data"]?["id"] }).count)
  }

  @Test(arguments: QEMUInstallation.all)
  func `errors that are ignored by the thousand are counted by the second`(qemu: QEMUInstallation)
    throws
  {
    let server = try StorageDaemon(monitors: 2, of: qemu)
    let source = DiskImage("source", filledWith: 0x5A)
    try server.addNode("source", from: try server.makeImage(source), format: .raw)
    let words = ["watch", "-o", "jsonl", "--event", "error", "--count", "3"]
    let watch = try RunningCommand(Jobctl.path, ["-s", server.socket()] + words)
    try server.execute(
      "blockdev-add",
      [
        "node-name": "full", "driver": "blkdebug",
        "image": ["driver": "null-co", "size": 1_048_576],
        "inject-error": [["event": "none", "iotype": "write", "errno": 28]],
      ]
    )
    let options = JobOptions(onError: "ignore", target: "full")
    try server.startMirror("m", from: .node("source"), options)
    let result = try watch.wait()
    let counts = try result.lines.map { try JSON(parsing: $0)["count"]?.integer ?? 0 }
    #expect(result.status == 0)
    #expect(counts.first == 1 && counts.dropFirst().allSatisfy { $0 > 100 })
  }

  @Test(arguments: TestServerKind.allCases)
  func `the time of day is that of the time zone`(kind: TestServerKind) throws {
    let server = try kind.start(monitors: 2)
    try server.hold(.running, "j")
    let watch = try RunningCommand(
      Jobctl.path,
      ["-s", server.socket(), "--debug", "watch", "--no-snapshot", "--count", "1"],
      environment: ["TZ": "XXX-5:30"]
    )
    try watch.readError { $0.contains("current-progress") }
    try server.execute("job-cancel", ["id": "j"])
    let event = try server.monitor().waitForEvent("JOB_STATUS_CHANGE") {
      $0["status"] == "aborting"
    }
    let seconds = try #require(event["timestamp"]?["seconds"]?.integer) + 5 * 3600 + 1800
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60)
    let clock = String(format: "%02d:%02d:%02d.", hour, minute, second)
    #expect(try watch.wait().output.hasPrefix(clock))
  }

  /// Starts one with the traffic on stderr, which tells when the watch has begun.
  private func start(_ server: any TestServer, _ words: String...) throws -> RunningCommand {
    try RunningCommand(Jobctl.path, ["-s", server.socket(), "--debug"] + words)
  }
}
