import Glibc
import TestSupport
import Testing

/// A watch that may run for a week.
@Suite struct WatchIdleTests {
  private func start(_ qemu: QEMUInstallation) throws -> StorageDaemon {
    let daemon = try StorageDaemon(monitors: 2, of: qemu)
    try daemon.hold(.running, "j")
    return daemon
  }

  @Test(
    arguments: QEMUInstallation.all,
    [["watch"], ["watch", "-t", "1h"], ["wait", "j"], ["wait", "j", "-t", "1h"]]
  )
  func `where nothing happens, nothing is done`(qemu: QEMUInstallation, words: [String]) throws {
    let daemon = try start(qemu)
    // Others who want to share something look who is there.
    let place = try MeetingPlace()
    let command = try place.start(["--debug"] + words, at: daemon.socket(0))
    try command.readError { $0.contains("current-progress") }
    if words[0] == "watch" { try command.expect("is running") }
    // Found without a word to it.
    let rows = try Jobctl.run("sockets", "-o", "jsonl").lines
    let row = try #require(rows.first { $0.contains(daemon.socket(0)) })
    let number = try #require(row.firstMatch(of: /\(pid ([0-9]+)\), shared/)?.output.1)
    let processes = [command.processIdentifier, try #require(Int32(number))]
    let before = try processes.map(ProcessActivity.asleep)
    // Somebody else looks at the same jobs.
    for _ in 1...5 { #expect(try Jobctl.run("list", at: daemon.socket(1)).status == 0) }
    #expect(try processes.map(ProcessActivity.init(of:)) == before)
    command.send(SIGTERM)
    #expect(try command.wait().signal == SIGTERM)
  }

  @Test(arguments: QEMUInstallation.all)
  func `what was held back is told, and then nothing is done`(qemu: QEMUInstallation) throws {
    let daemon = try start(qemu)
    let place = try MeetingPlace()
    let command = try place.start("watch", at: daemon.socket(0))
    try command.expect("is running")
    try daemon.execute("job-pause", ["id": "j"])
    try command.expect("running → paused")
    let before = try ProcessActivity.asleep(command.processIdentifier)
    for _ in 1...5 { #expect(try Jobctl.run("list", at: daemon.socket(1)).status == 0) }
    #expect(try ProcessActivity(of: command.processIdentifier) == before)
  }

  @Test(arguments: QEMUInstallation.all)
  func `a type that cannot be asked for keeps no line back, nor the end`(qemu: QEMUInstallation)
    throws
  {
    let daemon = try start(qemu)
    let proxy = try FilteringProxy(to: daemon.socket(0))
    let words = ["watch", "--no-snapshot", "--timestamps", "none", "-t", "1s"]
    let command = try RunningCommand(Jobctl.path, ["-s", proxy.socket, "--debug"] + words)
    try command.readError { $0.contains("current-progress") }
    proxy.rules.unansweredCommands = ["query-jobs"]
    try daemon.startMirror("k", from: .small)
    let result = try command.wait()
    #expect(result.status == 7)
    #expect(!result.error.contains("jobctl: "))
    // The start of another job may pause the first one for a moment, which is told in a line.
    let lines = result.lines.map { $0.split(separator: " ").joined(separator: " ") }
      .filter { $0.hasPrefix("k ") }
    #expect(lines == ["k mirror → running", "k mirror running → ready 100.0% of 1.0 MiB"])
  }

  @Test(arguments: QEMUInstallation.all)
  func `a server that floods fills no memory`(qemu: QEMUInstallation) throws {
    let daemon = try start(qemu)
    let jobs = try daemon.execute("query-jobs")
    let script = FakeMonitor.Step.negotiate() + [.receive, .succeed(jobs)]
    let server = try FakeMonitor(script + [.flood(Self.flood)])
    let words = ["watch", "--count", "2", "--event", "drain"]
    let command = try RunningCommand(Jobctl.path, ["-s", server.address] + words)
    try command.expect("paused and went on at once")
    try command.expect("paused and went on at once")
    let result = try command.wait()
    #expect(result.status == 0)
  }

  @Test func `a server that floods and does not answer fills no memory either`() throws {
    let server = try FakeMonitor(FakeMonitor.Step.negotiate() + [.receive, .flood(Self.flood)])
    let command = try RunningCommand(
      Jobctl.path,
      ["-s", server.address, "watch", "--all-events", "--no-share"],
      output: .null
    )
    let activity = try ProcessActivity.wait(for: command.processIdentifier) {
      $0.bytesRead ?? 0 > 16 << 20
    }
    #expect(activity.peakMemory < 56 << 20)
    command.send(SIGTERM)
    #expect(try command.wait().signal == SIGTERM)
  }

  /// Events of a job that is paused and goes on.
  private static let flood: [UInt8] = {
    let events = ["paused", "running"].map { status -> JSON in
      [
        "event": "JOB_STATUS_CHANGE", "data": ["id": "j", "status": .string(status)],
        "timestamp": ["seconds": 1_700_000_000, "microseconds": 0],
      ]
    }
    return Array(String(repeating: "\(events[0])\r\n\(events[1])\r\n", count: 1000).utf8)
  }()
}
