import TestSupport
import Testing

/// The table of what releases have, against the releases; the rest of it decides in other tests.
@Suite struct ReleaseFeatureTests {
  @Test(arguments: QEMUInstallation.all)
  func `a daemon that can go into the background says so`(qemu: QEMUInstallation) throws {
    let help = try CommandRun.succeed(qemu.tool("qemu-storage-daemon"), ["--help"])
    #expect(help.contains("--daemonize") == qemu.has(.daemonizing))
  }

  @Test(arguments: QEMUInstallation.all)
  func `a machine has snapshot jobs, a daemon never`(qemu: QEMUInstallation) throws {
    let commands = ["snapshot-save", "snapshot-load", "snapshot-delete"]
    let machine = try Machine(of: qemu)
    let daemon = try StorageDaemon(of: qemu)
    #expect(
      try Self.known(commands, to: machine.monitor) == (qemu.has(.snapshotJobs) ? commands : [])
    )
    #expect(try Self.known(commands, to: daemon.monitor()) == [])
  }

  @Test(arguments: QEMUInstallation.all)
  func `the copy mode of a mirror can be changed, and whether it is in step is told`(
    qemu: QEMUInstallation
  ) throws {
    let daemon = try StorageDaemon(of: qemu)
    try daemon.hold(.running, "j")
    let known = try Self.known(["block-job-change"], to: daemon.monitor())
    #expect(known.isEmpty == !qemu.has(.jobChange))
    let job = try #require(try daemon.execute("query-block-jobs").elements.first)
    #expect((job["actively-synced"] != nil) == qemu.has(.jobChange))
  }

  @Test(arguments: QEMUInstallation.all)
  func `a pause of a job that sleeps for its limit shows in its status`(
    qemu: QEMUInstallation
  ) throws {
    let daemon = try StorageDaemon(of: qemu)
    try daemon.startMirror("j", JobOptions(speed: 1))
    try daemon.waitForStatus("running", of: "j")
    try daemon.execute("job-pause", ["id": "j"])
    if qemu.has(.pauseOfSleepingJobs) {
      try daemon.waitForStatus("paused", of: "j")
    } else {
      for _ in 1...20 { #expect(try daemon.monitor().status(of: "j") == "running") }
    }
    #expect(try daemon.execute("query-block-jobs").elements.first?["paused"] == true)
  }

  private static func known(
    _ commands: [String],
    to monitor: RawMonitor
  ) throws(SupportFailure) -> [String] {
    let all = try monitor.execute("query-commands").elements.map { $0["name"] }
    return commands.filter { all.contains(.string($0)) }
  }
}
