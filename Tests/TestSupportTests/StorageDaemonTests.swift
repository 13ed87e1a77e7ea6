import Foundation
import Glibc
import TestSupport
import Testing

@Suite struct StorageDaemonTests {
  @Test(arguments: QEMUInstallation.all)
  func `a copy of an image is the same`(qemu: QEMUInstallation) throws {
    let source = DiskImage("source", size: "2M", filledWith: 0x5a)
    let target = DiskImage("target", size: "2M", format: .qcow2)
    let daemon = try StorageDaemon(images: [source, target], of: qemu)
    let files = [source, target].map { daemon.directory.path($0.name) }
    #expect(try !daemon.areSame(files[0], .raw, files[1], .qcow2))
    try daemon.startMirror(
      "copy",
      from: .node("source"),
      JobOptions(target: "target")
    )
    try daemon.waitForStatus("ready", of: "copy")
    try daemon.execute("job-complete", ["id": "copy"])
    try daemon.waitForStatus("null", of: "copy")
    #expect(try daemon.areSame(files[0], .raw, files[1], .qcow2))
  }

  @Test(arguments: QEMUInstallation.all)
  func `as many monitors as asked for, and they spread messages when pretty`(qemu: QEMUInstallation)
    throws
  {
    let daemon = try StorageDaemon(monitors: 2, pretty: true, of: qemu)
    let clients = try [0, 1].map { try StreamSocket(unix: daemon.socket($0)) }
    for client in clients {
      #expect(try client.receive(through: "\n}").hasPrefix("{\r\n    \"QMP\": {"))
    }
  }

  @Test(arguments: QEMUInstallation.all)
  func `a daemon that ends takes its socket along, one that is killed does not`(
    qemu: QEMUInstallation
  ) throws {
    let daemons = try [StorageDaemon(of: qemu), StorageDaemon(of: qemu)]
    try daemons[0].terminate()
    try daemons[1].kill()
    #expect(!FileManager.default.fileExists(atPath: daemons[0].socket()))
    #expect(FileManager.default.fileExists(atPath: daemons[1].socket()))
  }

  @Test(arguments: QEMUInstallation.all)
  func `a client too many is told at once`(qemu: QEMUInstallation) throws {
    let daemon = try StorageDaemon(of: qemu)
    let served = try RawMonitor(daemon.socket())
    let queued = try [1, 2].map { _ in try StreamSocket(unix: daemon.socket()) }
    let full = SupportFailure.system(call: "connect \(daemon.socket())", errno: EAGAIN)
    #expect(throws: full) { try StreamSocket(unix: daemon.socket()) }
    try served.execute("query-jobs")
    #expect(queued.count == 2)
  }

  @Test(arguments: QEMUInstallation.all)
  func `a frozen daemon does not even greet`(qemu: QEMUInstallation) throws {
    let daemon = try StorageDaemon(of: qemu)
    try daemon.freeze()
    #expect(throws: SupportFailure.self) {
      try RawMonitor(daemon.socket(), timeout: .milliseconds(20))
    }
    daemon.thaw()
    try RawMonitor(daemon.socket()).execute("query-jobs")
  }

  @Test(arguments: QEMUInstallation.all)
  func `nothing is left behind`(qemu: QEMUInstallation) throws {
    var daemon: StorageDaemon? = try StorageDaemon(of: qemu)
    let directory = try #require(daemon?.directory.path)
    let process = try #require(daemon?.processIdentifier)
    daemon = nil
    #expect(!FileManager.default.fileExists(atPath: directory))
    #expect(!FileManager.default.fileExists(atPath: "/proc/\(process)/exe"))
  }
}
