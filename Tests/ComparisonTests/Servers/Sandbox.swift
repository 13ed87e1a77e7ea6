import TestSupport

/// A sandbox in a process of its own, with a directory of its own.
final class Sandbox {
  let directory: TemporaryDirectory
  private let command: RunningCommand

  init(version: String, _ nodes: [Node]) throws {
    let directory = try TemporaryDirectory()
    // A scenario has a disk at least.
    let nodes = nodes + [Node(name: "spare", size: Node.small, kind: .null)]
    let scenario: JSON = ["disks": .array(nodes.map(\.disk))]
    let file = try directory.write(scenario.text, to: "scenario.json")
    command = try RunningCommand(
      BuiltProducts.path("jobctl"),
      [
        "sandbox", "--qemu-version", version, "--scenario", file, "--single-client", "--listen",
        directory.path("sandbox"),
      ]
    )
    self.directory = directory
    try command.readError { $0.contains("JOBCTL_SOCKET") }
  }

  var socket: String {
    directory.path("sandbox")
  }
}
