import Foundation
import Glibc
import TestSupport
import Testing

/// A watch that outlives its server.
@Suite struct ReconnectTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  /// Where the monitor of the present server is found.
  private func place(_ daemon: StorageDaemon) throws {
    try? FileManager.default.removeItem(atPath: directory.path("now"))
    try FileManager.default.createSymbolicLink(
      atPath: directory.path("now"),
      withDestinationPath: daemon.directory.path
    )
  }

  private func start(_ words: [String]) throws -> RunningCommand {
    let common = ["-s", directory.path("now/0.qmp"), "watch", "--timestamps", "none"]
    return try RunningCommand(Jobctl.path, common + words)
  }

  @Test(arguments: QEMUInstallation.all)
  func `a server that was started anew is followed, and has other jobs`(qemu: QEMUInstallation)
    throws
  {
    let first = try StorageDaemon(of: qemu)
    try first.hold(.running, "j")
    try place(first)
    let watch = try start(["--reconnect", "--until", "concluded"])
    try watch.expect("j           mirror   is running")
    let second = try StorageDaemon(of: qemu)
    try second.hold(.running, "j", autoDismiss: false)
    try first.kill()
    try watch.readError { $0.contains("closed the connection; trying again") }
    try place(second)
    try watch.readError { $0.contains("connected again after ") }
    try watch.expect("j           mirror   missed: running → gone, outcome unknown\n")
    try watch.expect("j           mirror   missed: → running\n")
    try second.execute("job-cancel", ["id": "j"])
    try watch.expect("j           mirror   aborting → concluded, cancelled")
    #expect(try watch.wait().status == 0)
  }

  @Test(arguments: QEMUInstallation.all)
  func `a connection that is lost and found is to the same jobs`(qemu: QEMUInstallation) throws {
    let daemon = try StorageDaemon(of: qemu)
    try daemon.hold(.running, "j")
    try daemon.hold(.running, "k", autoDismiss: false)
    let proxy = try FilteringProxy(to: daemon.socket())
    let words = ["-s", proxy.socket, "watch", "--timestamps", "none", "--reconnect"]
    let watch = try RunningCommand(Jobctl.path, words + ["--until", "standby"])
    try watch.expect("k           mirror   is running")
    try daemon.execute("job-pause", ["id": "j"])
    try watch.expect("running → paused")
    proxy.disconnect()
    try watch.readError { $0.contains("trying again") }
    try daemon.execute("job-cancel", ["id": "k"])
    try daemon.waitForStatus("concluded", of: "k")
    try watch.readError { $0.contains("connected again") }
    try watch.expect("k           mirror   missed: running → concluded, cancelled\n")
  }

  @Test(
    arguments: QEMUInstallation.all,
    [(["--reconnect=1ms"], Int32(5)), (["--reconnect", "-t", "1s"], Int32(7))]
  )
  func `trying ends when it should`(qemu: QEMUInstallation, row: ([String], Int32)) throws {
    let (options, status) = row
    let watch = try loseServer(of: qemu, options)
    let result = try watch.wait()
    #expect(result.status == status)
    #expect(result.error.contains("cannot connect") == (status == 5))
  }

  @Test(arguments: [["--reconnect", "--timeout", "1s"], ["--reconnect=1s"]])
  func `a server that greets and tells nothing does not stretch the time, nor hurry anybody`(
    _ options: [String]
  ) throws {
    let server = try FakeMonitor(FakeMonitor.Step.negotiate() + [.stall])
    let words = ["--reply-timeout", "100ms", "watch"] + options
    let result = try Jobctl.run(words, at: server.address)
    #expect(result.status == 7)
    #expect(result.error.contains("connected again after "))
    // With pauses of 250 ms, 500 ms and so on.
    #expect(server.log.connections.count <= 4)
  }

  @Test(arguments: QEMUInstallation.all)
  func `signals are heeded between two tries`(qemu: QEMUInstallation) throws {
    let watch = try loseServer(of: qemu, ["--reconnect"])
    watch.send(SIGUSR1)
    try watch.readError { $0.contains("there is no connection") }
    watch.send(SIGTERM)
    #expect(try watch.wait().signal == SIGTERM)
  }

  /// A watch whose server has ended.
  private func loseServer(
    of qemu: QEMUInstallation,
    _ options: [String]
  ) throws -> RunningCommand {
    let daemon = try StorageDaemon(of: qemu)
    try daemon.hold(.running, "j")
    try place(daemon)
    let watch = try start(options)
    try watch.expect("is running")
    try daemon.kill()
    try watch.readError { $0.contains("trying again") }
    return watch
  }
}
