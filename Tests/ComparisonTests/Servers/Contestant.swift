import TestSupport

/// A server with what a script needs, and a connection to it.
struct Contestant {
  let socket: StreamSocket
  let folder: String
  /// What ends when the contestant does.
  private let owner: AnyObject

  /// A storage daemon, or a machine.
  init(_ qemu: QEMUInstallation, for script: Script) throws {
    guard !script.isForMachine else {
      let machine = try Machine(of: qemu)
      socket = try StreamSocket(unix: machine.socket)
      folder = machine.directory.path
      owner = machine
      return
    }
    let daemon = try StorageDaemon(of: qemu)
    for node in script.nodes { try node.add(to: daemon) }
    socket = try StreamSocket(unix: daemon.socket())
    folder = daemon.directory.path
    owner = daemon
  }

  /// `jobctl sandbox`, playing a release.
  init(sandbox version: Version, for script: Script) throws {
    // A scenario has a disk at least, as a machine has.
    let name = script.isForMachine ? "disk" : "spare"
    let nodes = script.nodes + [Node(name: name, size: Node.small, kind: .null)]
    let scenario: JSON = ["disks": .array(nodes.map(\.disk))]
    let sandbox = try Sandbox(
      ["--qemu-version", "\(version)", "--single-client"],
      scenario: scenario
    )
    socket = try StreamSocket(unix: sandbox.socket)
    folder = sandbox.directory.path
    owner = sandbox
  }

  func perform(_ script: Script) -> String {
    var runner = ScriptRunner(socket, folder: folder)
    return runner.run(script)
  }
}
