import Foundation
import Glibc

/// A real qemu-storage-daemon with a directory of its own; killed with the last reference.
///
/// The one installed is taken, or that in `bin/` of the folder that JOBCTL_TEST_QEMU names. The tests talk
/// to it over a monitor of their own, so all the others are free for what is being tested.
package final class StorageDaemon {
  package let directory: TemporaryDirectory
  package let processIdentifier: Int32
  private let monitors: Int
  /// Becomes readable when the daemon has ended.
  private let end: OwnedDescriptor
  private var openMonitor: RawMonitor?
  private var lastNode = 0

  /// Starts a daemon and returns when it listens on all its monitors.
  ///
  /// Each image becomes a file and a node of its name. `pretty` is for the monitors under test.
  package init(
    monitors: Int = 1,
    pretty: Bool = false,
    images: [DiskImage] = [],
    arguments: [String] = []
  ) throws(SupportFailure) {
    let directory = try TemporaryDirectory()
    let pidFile = directory.path("pid")
    var words = ["--daemonize", "--pidfile", pidFile]
    words += Self.monitor("test", in: directory, pretty: false)
    for index in 0..<monitors {
      words += Self.monitor("\(index)", in: directory, pretty: pretty)
    }
    // The command ends when its child is ready.
    try CommandRun.succeed(Self.tool("qemu-storage-daemon"), words + arguments)
    let text = try? String(contentsOfFile: pidFile, encoding: .utf8)
    guard let process = Int32(text?.trimmingCharacters(in: .whitespacesAndNewlines) ?? "") else {
      throw .malformed("the daemon's pid file: \(text ?? "missing")")
    }
    end = OwnedDescriptor(
      adopting: try SupportFailure.check("pidfd_open") { GNU.pidfdOpen(process) }
    )
    processIdentifier = process
    self.directory = directory
    self.monitors = monitors
    for image in images {
      try addNode(image.name, from: try makeImage(image), format: image.format)
    }
  }

  deinit {
    try? kill()
  }

  /// The socket of a monitor for what is being tested.
  package func socket(_ index: Int = 0) -> String {
    precondition(index < monitors, "the daemon was started with \(monitors) monitors")
    return directory.path("\(index).qmp")
  }

  /// The test's own connection, over a monitor that nothing else uses.
  package func monitor() throws(SupportFailure) -> RawMonitor {
    if let openMonitor { return openMonitor }
    let monitor = try RawMonitor(directory.path("test.qmp"))
    openMonitor = monitor
    return monitor
  }

  /// Executes a command over the test's own monitor.
  @discardableResult
  package func execute(
    _ command: String,
    _ arguments: JSON? = nil
  ) throws(SupportFailure) -> JSON {
    try monitor().execute(command, arguments)
  }

  /// Waits until a job is in a status, by events of the test's own monitor.
  package func waitForStatus(
    _ status: String,
    of job: String,
    timeout: Duration = .seconds(10)
  ) throws(SupportFailure) {
    try monitor().waitForStatus(status, of: job, timeout: timeout)
  }

  /// Asks the daemon to end, which removes its sockets, and waits for that.
  package func terminate() throws(SupportFailure) {
    try signalAndWait(SIGTERM)
  }

  /// Ends the daemon at once; its sockets stay behind, stale.
  package func kill() throws(SupportFailure) {
    try signalAndWait(SIGKILL)
  }

  /// Stops the process, so that it holds its connections and answers nothing.
  package func freeze() throws(SupportFailure) {
    Glibc.kill(processIdentifier, SIGSTOP)
    let deadline = Deadline(after: .seconds(5))
    let file = "/proc/\(processIdentifier)/stat"
    while (try? String(contentsOfFile: file, encoding: .utf8))?.contains(") T ") != true {
      guard !deadline.hasPassed else { throw .timedOut(waitingFor: "SIGSTOP", seen: file) }
      sched_yield()
    }
  }

  /// Lets a frozen process go on.
  package func thaw() {
    Glibc.kill(processIdentifier, SIGCONT)
  }

  /// The path of a QEMU program.
  package static func tool(_ name: String) -> String {
    guard let folder = ProcessInfo.processInfo.environment["JOBCTL_TEST_QEMU"] else { return name }
    return "\(folder)/bin/\(name)"
  }

  /// A name for a node or file that this daemon has not used yet.
  func newName(_ purpose: String) -> String {
    lastNode += 1
    return "\(purpose)\(lastNode)"
  }

  private func signalAndWait(_ signal: Int32) throws(SupportFailure) {
    // Once it was waited for, the number may be another process's.
    if try Poll.wait(for: end.number, until: Deadline(after: .zero)) { return }
    Glibc.kill(processIdentifier, signal)
    guard try Poll.wait(for: end.number, until: Deadline(after: .seconds(10))) else {
      throw .timedOut(waitingFor: "the daemon to end", seen: "signal \(signal) was sent")
    }
  }

  private static func monitor(
    _ name: String,
    in directory: TemporaryDirectory,
    pretty: Bool
  ) -> [String] {
    [
      "--chardev",
      "socket,id=\(name == "test" ? "test" : "m\(name)"),path=\(directory.path("\(name).qmp"))"
        + ",server=on,wait=off",
      "--monitor",
      "chardev=\(name == "test" ? "test" : "m\(name)"),pretty=\(pretty ? "on" : "off")",
    ]
  }
}
