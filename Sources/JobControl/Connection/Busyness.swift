import CommandTable
package import POSIX

/// What is known of a monitor that accepts and does not greet: whose it is, and who has it.
package struct Busyness: Hashable, Sendable {
  /// The process that listens; nil where the kernel does not tell.
  package let server: RunningProcess?
  /// The clients that it has accepted, of those that this user may see.
  package let holders: [RunningProcess]
  /// Whether a client lets others use it.
  package let isShared: Bool

  package init(server: RunningProcess?, holders: [RunningProcess], isShared: Bool = false) {
    self.server = server
    self.holders = holders
    self.isShared = isShared
  }

  /// Looks around at `address`, where `server` was found at the other end of a connection.
  static func look(at address: ServerAddress, server: RunningProcess?) -> Busyness {
    guard case .unix(let path) = address, let table = try? UnixSocketTable() else {
      return Busyness(server: server, holders: [])
    }
    let holders = RunningProcess.holding(sockets: table.clients(of: path))
    let listener = server ?? RunningProcess.holding(sockets: table.listeners(on: path)).first
    let sharers = RunningProcess.holding(sockets: address.rendezvous?.listeners(in: table) ?? [])
    return Busyness(
      server: listener,
      holders: holders.filter { !$0.isThisProcess },
      // Who listens may wait for the monitor.
      isShared: holders.contains { holder in sharers.contains { $0.number == holder.number } }
    )
  }

  /// The processes that have a monitor by way of `holder`, of those that this user may see.
  static func users(of holder: RunningProcess) -> [RunningProcess] {
    guard let table = try? UnixSocketTable() else { return [] }
    let owners = RunningProcess.socketOwners()
    let ends = Set(
      table.entries.filter { owners[$0.inode]?.contains(holder.number) == true }
        .compactMap(\.peer)
    )
    // What has a name is somebody's to whom the holder came.
    let clients = table.entries.filter { ends.contains($0.inode) && $0.path.isEmpty }
    return Set(clients.flatMap { owners[$0.inode] ?? [] }).subtracting([holder.number]).sorted()
      .compactMap(RunningProcess.init(number:)).filter { !$0.isThisProcess }
  }

  /// The process that listens at `address`, as far as this user may see it.
  static func server(at address: ServerAddress) -> RunningProcess? {
    guard case .unix(let path) = address, let table = try? UnixSocketTable() else { return nil }
    return RunningProcess.holding(sockets: table.listeners(on: path)).first
  }
}

extension Busyness {
  /// What to say of `server`, the name of the monitor, after `time`.
  func message(of monitor: String, after time: String) -> FailureMessage {
    if let server, server.isStopped {
      return FailureMessage(
        "\(monitor) does not answer: \(Self.words(server)) is stopped",
        ["it goes on after 'kill -CONT \(server.number)'"]
      )
    }
    guard holders.isEmpty else {
      return FailureMessage(
        "\(monitor) is busy: held by \(Self.words(holders))\(isShared ? ", shared" : "")",
        [
          isShared
            ? "other jobctls of its user use it, too, without --no-share"
            : "a monitor serves one client at a time; give operators a socket of their own"
        ]
      )
    }
    let owner = server.map { ", which is \(Self.words($0))'s," } ?? ""
    let reasons =
      server == nil
      ? "another client holds it, its process is stopped, or it is no QMP monitor"
      : "another client holds it (root can see who), or it is no QMP monitor"
    return FailureMessage(
      "\(monitor)\(owner) is busy: it accepted, but sent no greeting within \(time)",
      [reasons, "(a guest agent's socket, for one, never greets)"]
    )
  }

  static func words(_ processes: [RunningProcess]) -> String {
    processes.map(words).joined(separator: ", ")
  }

  /// `virtqemud (pid 812, libvirt)`, `jobctl watch (pid 4242)`.
  static func words(_ process: RunningProcess) -> String {
    let isLibvirt = ["libvirtd", "virtqemud"].contains(process.name)
    let command = process.name == "jobctl" ? command(of: process) : nil
    return Visible.text(process.name) + (command.map { " " + $0 } ?? "")
      + " (pid \(process.number)\(isLibvirt ? ", libvirt" : ""))"
  }

  /// What another jobctl does; nil where that is not told.
  private static func command(of process: RunningProcess) -> String? {
    let names = Set(CommandSpec.all.map(\.name))
    return process.commandLine.dropFirst().first(where: names.contains)
  }
}
