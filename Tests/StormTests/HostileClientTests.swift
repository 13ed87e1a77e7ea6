import Foundation
import TestSupport
import Testing

/// Servers of jobctl's own, and clients that break every rule: the others are served all the same, and
/// nothing is left behind.
@Suite struct HostileClientTests {
  private static let crowd = Storm.isComplete ? 20 : 3
  /// What an allocator keeps, and somebody who behaves needs, in bytes.
  private static let slack = 8 << 20

  @Test
  func `a holder outlives hostile clients`() throws {
    let sandbox = try Sandbox("--single-client", "--scenario", "errors")
    let directory = try TemporaryDirectory()
    let path = directory.path("shared")
    let holder = try RunningCommand(
      Storm.path,
      ["-s", sandbox.socket, "hold", "--listen", path],
      environment: ["XDG_RUNTIME_DIR": directory.path]
    )
    try holder.readError { $0.contains("' is held for others") }
    let before = try Footprint(of: holder.processIdentifier)
    try Self.besiege(holder, at: path)
    let after = try Footprint(of: holder.processIdentifier)
    #expect(after.peakMemory < before.memory + Self.crowd * 4 << 20 + Self.slack)
    #expect(after.memory < before.memory + Self.slack)
    holder.send(SIGTERM)
    #expect(try holder.wait().signal == SIGTERM)
  }

  @Test
  func `a sandbox outlives hostile clients`() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path("qmp-of-a-sandbox")
    let sandbox = try RunningCommand(
      Storm.path,
      ["sandbox", "--scenario", "errors", "--listen", path]
    )
    try sandbox.readError { $0.contains("\n  jobctl list\n") }
    try Self.besiege(sandbox, at: path)
    sandbox.send(SIGTERM)
    #expect(try sandbox.wait().signal == SIGTERM)
  }

  /// One kind of client after the other, a crowd of each, and somebody who behaves beside them.
  private static func besiege(_ server: RunningCommand, at path: String) throws {
    let guest = try RawMonitor(path)
    let process = server.processIdentifier
    let before = try Footprint(of: process)
    for client in HostileClient.all {
      let crowd = try Workers.map(Array(0..<Self.crowd), count: 5) { _ in client.visit(path) }
      try withExtendedLifetime(crowd) {
        try guest.exchange()
        let list = try CommandRun.run(Storm.path, ["-s", path, "list", "-o", "name"])
        #expect(list.status == 0, "while it \(client.name): \(list)")
      }
    }
    try Footprint.wait(for: before.descriptors, of: process, exchanging: guest)
    #expect(server.error.split(separator: "\n").allSatisfy { !$0.contains("Fatal") })
  }
}

/// What a process has of the machine.
private struct Footprint {
  let descriptors: Int
  /// Resident, in bytes.
  let memory: Int
  /// The most that ever was.
  let peakMemory: Int

  init(of process: Int32) throws {
    let folder = "/proc/\(process)"
    descriptors = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/fd").count
    let status = try String(contentsOfFile: "\(folder)/status", encoding: .utf8)
    let size = status.firstMatch(of: #/VmRSS:\s+([0-9]+) kB/#)?.output.1
    let peak = status.firstMatch(of: #/VmHWM:\s+([0-9]+) kB/#)?.output.1
    memory = size.flatMap { Int($0) }.map { $0 * 1024 } ?? .max
    peakMemory = peak.flatMap { Int($0) }.map { $0 * 1024 } ?? .max
  }

  /// Waits until the clients that have left are seen to have left.
  static func wait(
    for descriptors: Int,
    of process: Int32,
    exchanging guest: RawMonitor
  ) throws {
    let deadline = ContinuousClock.now + .seconds(20)
    while try Footprint(of: process).descriptors > descriptors {
      guard ContinuousClock.now < deadline else {
        throw SupportFailure.timedOut(waitingFor: "clients to be let go of", seen: "")
      }
      try guest.exchange()
    }
  }
}
