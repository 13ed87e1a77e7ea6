import Glibc

/// A real qemu-system-x86_64 without a machine, for what a storage daemon does not have.
///
/// It has the node `disk`, a qcow2 image of 1 MiB, for internal snapshots. Killed with the last reference.
package final class Machine {
  /// The socket of the monitor for what is being tested.
  package let socket: String
  /// The test's own connection, over a monitor that nothing else uses.
  package let monitor: RawMonitor
  package let directory: TemporaryDirectory
  private let command: RunningCommand

  /// Starts it and returns when its monitor listens.
  package init(of qemu: QEMUInstallation) throws(SupportFailure) {
    let directory = try TemporaryDirectory()
    let listener = try Listener(unix: directory.path("test"))
    let (socket, disk) = (directory.path("qmp"), directory.path("disk"))
    try CommandRun.succeed(
      qemu.tool("qemu-img"),
      ["create", "-q", "-f", "qcow2", disk, "1M"]
    )
    command = try RunningCommand(
      qemu.tool("qemu-system-x86_64"),
      [
        "-machine", "none", "-nodefaults", "-display", "none",
        "-blockdev", "qcow2,node-name=disk,file.driver=file,file.filename=\(disk)",
        "-qmp", "unix:\(socket),server=on,wait=off", "-qmp", "unix:\(directory.path("test"))",
      ]
    )
    guard let connection = listener.accept(stop: command.end) else {
      throw .toolFailed(command: "qemu-system-x86_64", said: try command.wait().description)
    }
    monitor = try RawMonitor(over: StreamSocket(adopting: connection))
    self.directory = directory
    self.socket = socket
  }

  /// Writes to a node as a guest does.
  package func write(to node: String) throws(SupportFailure) {
    let line = "qemu-io \(node) \"write 0 64k\""
    try monitor.execute("human-monitor-command", ["command-line": .string(line)])
  }

  /// Waits until it has died by itself, and gives the signal.
  package func waitForDeath() throws(SupportFailure) -> Int32? {
    try command.wait().signal
  }
}
