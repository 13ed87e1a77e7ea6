import Foundation
import Glibc

/// A real qemu-storage-daemon with a directory of its own; killed with the last reference.
///
/// Any release since 5.2. The test has a monitor of its own, so all the others are free for what is being
/// tested.
package final class StorageDaemon: TestServer {
  package let directory: TemporaryDirectory
  package let qemu: QEMUInstallation
  private let ownMonitor: RawMonitor
  package let processIdentifier: Int32
  private let command: RunningCommand
  private let monitors: Int
  private var lastName = 0

  /// Starts a daemon and returns when it listens on all its monitors.
  ///
  /// Each image becomes a file and a node of its name. `pretty` is for the monitors under test.
  package init(
    monitors: Int = 1,
    pretty: Bool = false,
    images: [DiskImage] = [],
    arguments: [String] = [],
    of qemu: QEMUInstallation
  ) throws(SupportFailure) {
    let directory = try TemporaryDirectory()
    let listener = try Listener(unix: directory.path("test"))
    let log = directory.path("log")
    _ = try OwnedDescriptor.open(log, O_WRONLY | O_CREAT)
    var words = arguments
    for index in 0..<monitors {
      let socket = "path=\(directory.path("\(index).qmp")),server=on,wait=off"
      words += Self.monitor("m\(index)", socket, pretty: pretty)
    }
    // The last thing that the daemon does before it is ready is to call the test.
    words += Self.monitor("test", "path=\(directory.path("test"))", pretty: false)
    command = try RunningCommand(
      qemu.tool("qemu-storage-daemon"),
      words,
      output: .null,
      error: .file(log)
    )
    guard let socket = listener.accept(stop: command.end) else {
      let said = try? String(contentsOfFile: log, encoding: .utf8)
      throw .toolFailed(command: "qemu-storage-daemon", said: said ?? "")
    }
    processIdentifier = try socket.peerProcess()
    ownMonitor = try RawMonitor(over: StreamSocket(adopting: socket))
    self.directory = directory
    self.qemu = qemu
    self.monitors = monitors
    for image in images {
      try addNode(image.name, from: try makeImage(image), format: image.format)
    }
  }

  package var version: Version {
    qemu.version
  }

  /// The socket of a monitor for what is being tested.
  package func socket(_ index: Int) -> String {
    precondition(index < monitors, "the daemon was started with \(monitors) monitors")
    return directory.path("\(index).qmp")
  }

  /// The test's own connection, over a monitor that nothing else uses.
  package func monitor() -> RawMonitor {
    ownMonitor
  }

  /// Asks the daemon to end, which removes its sockets, and waits for that.
  package func terminate() throws(SupportFailure) {
    try end(by: SIGTERM)
  }

  /// Ends the daemon at once; its sockets stay behind, stale.
  package func kill() throws(SupportFailure) {
    try end(by: SIGKILL)
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

  package func newName(_ purpose: String) -> String {
    lastName += 1
    return "\(purpose)\(lastName)"
  }

  private func end(by signal: Int32) throws(SupportFailure) {
    command.send(signal)
    try command.wait(timeout: .patience)
  }

  private static func monitor(_ name: String, _ socket: String, pretty: Bool) -> [String] {
    [
      "--chardev", "socket,id=\(name),\(socket)",
      "--monitor", "chardev=\(name),pretty=\(pretty ? "on" : "off")",
    ]
  }
}
