import Foundation
import TestSupport
import Testing

/// Servers that accept and say nothing: status 6 when the time is over, and not a byte sent.
@Suite struct BusyTests {
  private static let impatience = ["--connect-timeout", "300ms"]

  @Test(arguments: QEMUInstallation.all)
  func `another client holds the monitor`(qemu: QEMUInstallation) throws {
    let daemon = try StorageDaemon(of: qemu)
    let holder = try RawMonitor(daemon.socket())
    let result = try Jobctl.run(["list"] + Self.impatience, at: daemon.socket())
    #expect(result.status == 6)
    #expect(result.error.hasPrefix("jobctl: '\(daemon.socket())' is busy: held by "))
    #expect(result.error.contains(Self.me))
    try holder.execute("query-jobs")
  }

  @Test(arguments: QEMUInstallation.all)
  func `so many clients are queued that none is even accepted`(qemu: QEMUInstallation) throws {
    let daemon = try StorageDaemon(of: qemu)
    let holder = try RawMonitor(daemon.socket())
    let queued = try [1, 2].map { _ in try StreamSocket(unix: daemon.socket()) }
    // A child of another test may hold a copy of the socket for a moment, so who else is named is open.
    let result = try Jobctl.run(["list"] + Self.impatience, at: daemon.socket())
    #expect(result.status == 6)
    #expect(result.error.hasPrefix("jobctl: '\(daemon.socket())' is busy: held by "))
    #expect(result.error.contains(Self.me))
    try holder.execute("query-jobs")
    withExtendedLifetime(queued) {}
  }

  @Test(arguments: QEMUInstallation.all)
  func `two clients queued before are waited for`(qemu: QEMUInstallation) throws {
    let daemon = try StorageDaemon(of: qemu)
    var clients: [StreamSocket] = []
    clients.append(try StreamSocket(unix: daemon.socket()))
    _ = try clients[0].receive()
    clients.append(try StreamSocket(unix: daemon.socket()))
    let command = try Jobctl.start("list", "-o", "name", at: daemon.socket())
    clients.removeAll()
    #expect(try command.wait() == .ended(0))
  }

  @Test func `somebody at a terminal who waits longer is told for whom`() throws {
    let sandbox = try Sandbox("--single-client")
    var holder: StreamSocket? = try StreamSocket(unix: sandbox.socket)
    _ = try holder?.receive()
    let words = ["list", "-o", "name", "--queue"]
    let terminal = try PseudoTerminal(
      running: Jobctl.path,
      Jobctl.arguments(words, at: sandbox.socket),
      columns: 200
    )
    let said = try terminal.expect("; Ctrl-C gives up")
    #expect(said.contains("waiting for '\(sandbox.socket)', held by \(Self.me)"), "\(said)")
    holder = nil
    #expect(try terminal.wait().status == 0)
  }

  @Test(arguments: QEMUInstallation.all)
  func `a process that is stopped`(qemu: QEMUInstallation) throws {
    let daemon = try StorageDaemon(of: qemu)
    try daemon.freeze()
    try check(daemon.socket()) { server in
      """
      \(server) does not answer: qemu-storage-da (pid \(daemon.processIdentifier)) is stopped
        it goes on after 'kill -CONT \(daemon.processIdentifier)'
      """
    }
    daemon.thaw()
    // What a client that has given up would have sent is not carried out when its turn comes.
    #expect(try Jobctl.run("list", "-o", "name", at: daemon.socket()) == .ended(0))
  }

  @Test(arguments: [FakeMonitor.Transport.unix, .tcp])
  func `a server that never greets is sent nothing`(transport: FakeMonitor.Transport) throws {
    let server = try FakeMonitor([.stall], over: transport)
    try check(server.address) { Self.silence($0, of: transport == .unix ? Self.me : nil) }
    try server.wait { $0.ended == 1 }
    #expect(server.received == [])
  }

  @Test func `white space is no greeting`() throws {
    let server = try FakeMonitor([.flood([UInt8](repeating: 0x20, count: 1000))])
    try check(server.address) { Self.silence($0, of: Self.me) }
  }

  @Test(arguments: QEMUInstallation.all)
  func `a verb that never got through has no effect`(qemu: QEMUInstallation) throws {
    let daemon = try StorageDaemon(of: qemu)
    try daemon.hold(.running, "j")
    var holder: StreamSocket? = try StreamSocket(unix: daemon.socket())
    _ = try holder?.receive()
    let result = try Jobctl.run(["pause", "j"] + Self.impatience, at: daemon.socket())
    #expect(result.status == 6)
    holder = nil
    // The next client is served after those before it.
    _ = try RawMonitor(daemon.socket())
    #expect(try daemon.monitor().status(of: "j") == "running")
  }
}

extension BusyTests {
  /// This process, as proc(5) names it.
  private static let me: String = {
    let name = (try? String(contentsOfFile: "/proc/self/comm", encoding: .utf8)) ?? ""
    return "\(name.filter { $0 != "\n" }) (pid \(getpid()))"
  }()

  private static func silence(_ server: String, of process: String?) -> String {
    """
    \(server)\(process.map { ", which is \($0)'s," } ?? "") is busy: it accepted, but sent no \
    greeting within 300ms
      \(
        process == nil
          ? "another client holds it, its process is stopped, or it is no QMP monitor"
          : "another client holds it (root can see who), or it is no QMP monitor"
      )
      (a guest agent's socket, for one, never greets)
    """
  }

  private func check(_ address: String, complaint: (String) -> String) throws {
    let result = try Jobctl.run(["list"] + Self.impatience, at: address)
    #expect(result == .ended(6, error: "jobctl: \(complaint("'\(address)'"))\n"))
  }
}
