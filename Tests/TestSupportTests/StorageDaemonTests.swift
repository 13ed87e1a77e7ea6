import Foundation
import Glibc
import TestSupport
import Testing

@Suite struct StorageDaemonTests {
  @Test(arguments: StorageDaemon.HeldType.allCases)
  func `a job is held in every status it can be in`(type: StorageDaemon.HeldType) throws {
    let daemon = try StorageDaemon()
    for status in type.statuses {
      try daemon.hold(status, "job-\(status)", as: type)
    }
    for status in type.statuses {
      // The start of the others may have paused it for a moment.
      try daemon.waitForStatus(status.rawValue, of: "job-\(status)")
    }
  }

  @Test(arguments: StorageDaemon.HeldStatus.allCases)
  func `a held job stays where it is`(status: StorageDaemon.HeldStatus) throws {
    let daemon = try StorageDaemon()
    try daemon.hold(status, "a")
    let client = try RawMonitor(daemon.socket())
    for _ in 1...20 { #expect(try client.status(of: "a") == status.rawValue) }
    #expect(client.events.isEmpty)
    #expect(try client.status(of: "a-partner") == (status == .waiting ? "running" : nil))
  }

  @Test func `every type of job starts`() throws {
    let daemon = try StorageDaemon()
    try daemon.startMirror("mirror")
    try daemon.startBackup("backup")
    try daemon.startStream("stream")
    try daemon.startCommit("commit")
    try daemon.startCreate("create")
    try daemon.waitForStatus("ready", of: "commit")
    try daemon.waitForStatus("concluded", of: "create")
    let jobs = try daemon.execute("query-jobs").elements
    #expect(
      Set(jobs.map { $0["type"] }) == ["mirror", "backup", "stream", "commit", "create"]
    )
    for id in ["mirror", "backup", "stream"] { try daemon.waitForStatus("running", of: id) }
  }

  @Test func `a job that cannot read its source fails, or stops`() throws {
    let daemon = try StorageDaemon()
    let monitor = daemon.monitor()
    try daemon.startBackup(
      "fails",
      from: .unreadable,
      StorageDaemon.JobOptions(autoDismiss: false)
    )
    try daemon.waitForStatus("concluded", of: "fails")
    #expect(try monitor.job("fails")?["error"] == "Input/output error")
    try daemon.startBackup(
      "stops",
      from: .unreadable,
      StorageDaemon.JobOptions(onError: "stop")
    )
    try daemon.waitForStatus("paused", of: "stops")
    let stopped = try daemon.execute("query-block-jobs").elements
    #expect(stopped.first { $0["device"] == "stops" }?["io-status"] == "failed")
  }

  @Test func `a copy of an image is the same`() throws {
    let source = DiskImage("source", size: "2M", filledWith: 0x5a)
    let target = DiskImage("target", size: "2M", format: .qcow2)
    let daemon = try StorageDaemon(images: [source, target])
    let files = [source, target].map { daemon.directory.path($0.name) }
    #expect(try !daemon.areSame(files[0], .raw, files[1], .qcow2))
    try daemon.startMirror(
      "copy",
      from: .node("source"),
      StorageDaemon.JobOptions(target: "target")
    )
    try daemon.waitForStatus("ready", of: "copy")
    try daemon.execute("job-complete", ["id": "copy"])
    try daemon.waitForStatus("null", of: "copy")
    #expect(try daemon.areSame(files[0], .raw, files[1], .qcow2))
  }

  @Test func `as many monitors as asked for, and they spread messages when pretty`() throws {
    let daemon = try StorageDaemon(monitors: 2, pretty: true)
    let clients = try [0, 1].map { try StreamSocket(unix: daemon.socket($0)) }
    for client in clients {
      #expect(try client.receive(through: "\n}").hasPrefix("{\r\n    \"QMP\": {"))
    }
  }

  @Test func `a wait ends when the job has`() throws {
    let daemon = try StorageDaemon()
    try daemon.startBackup("gone", from: .small)
    try daemon.waitForStatus("null", of: "gone")
    let statuses = daemon.monitor().statuses(of: "gone")
    #expect(statuses.first == "created")
    #expect(statuses.suffix(4) == ["waiting", "pending", "concluded", "null"])
    try daemon.hold(.concluded, "over")
    let failure = #expect(throws: SupportFailure.self) {
      try daemon.waitForStatus("ready", of: "over")
    }
    guard case .ended = failure else { throw try #require(failure) }
  }

  @Test func `a daemon that ends takes its socket along, one that is killed does not`() throws {
    let daemons = try [StorageDaemon(), StorageDaemon()]
    try daemons[0].terminate()
    try daemons[1].kill()
    #expect(!FileManager.default.fileExists(atPath: daemons[0].socket()))
    #expect(FileManager.default.fileExists(atPath: daemons[1].socket()))
  }

  @Test func `a client too many is told at once`() throws {
    let daemon = try StorageDaemon()
    let served = try RawMonitor(daemon.socket())
    let queued = try [1, 2].map { _ in try StreamSocket(unix: daemon.socket()) }
    let full = SupportFailure.system(call: "connect \(daemon.socket())", errno: EAGAIN)
    #expect(throws: full) { try StreamSocket(unix: daemon.socket()) }
    try served.execute("query-jobs")
    #expect(queued.count == 2)
  }

  @Test func `a frozen daemon does not even greet`() throws {
    let daemon = try StorageDaemon()
    try daemon.freeze()
    #expect(throws: SupportFailure.self) {
      try RawMonitor(daemon.socket(), timeout: .milliseconds(20))
    }
    daemon.thaw()
    try RawMonitor(daemon.socket()).execute("query-jobs")
  }

  @Test func `nothing is left behind`() throws {
    var daemon: StorageDaemon? = try StorageDaemon()
    let directory = try #require(daemon?.directory.path)
    let process = try #require(daemon?.processIdentifier)
    daemon = nil
    #expect(!FileManager.default.fileExists(atPath: directory))
    #expect(!FileManager.default.fileExists(atPath: "/proc/\(process)/exe"))
  }
}
