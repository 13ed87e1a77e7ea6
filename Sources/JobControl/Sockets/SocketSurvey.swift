import CommandTable
import POSIX

/// Finds the QMP sockets of this machine.
///
/// Three sources, one after the other: what QEMU processes were told on their command lines; the
/// kernel's list of listening sockets, by the names that people give monitors; and files of sockets
/// on which nobody listens any more, where libvirt (`/var/lib/libvirt/qemu/domain-*/monitor.sock`),
/// Proxmox VE (`/run/qemu-server/VMID.qmp`) and people (`/run`, `/run/qemu`, `/tmp`) keep them. Nothing
/// is connected to, since that would take a monitor's only place.
struct SocketSurvey {
  private static let places = ["/run", "/run/qemu", "/run/qemu-server", "/tmp"]
  private static let libvirt = "/var/lib/libvirt/qemu"

  private let table: UnixSocketTable?
  private let owners: [UInt32: [Int32]]
  private var found: [MonitorSocket] = []
  /// Paths that are known to be something else.
  private var others: Set<String> = []

  /// The sockets, sorted by address.
  static func find() -> [MonitorSocket] {
    var survey = SocketSurvey()
    survey.addDeclared()
    survey.addListening()
    survey.addStale()
    return survey.found.sorted { $0.address.description < $1.address.description }
  }

  private init() {
    table = try? UnixSocketTable()
    owners = RunningProcess.socketOwners()
  }

  // MARK: - Sources

  private mutating func addDeclared() {
    for process in RunningProcess.all where Self.isQEMU(process) {
      let line = QEMUCommandLine(Array(process.commandLine.dropFirst()))
      others.formUnion(line.others.compactMap { path(of: $0, process) })
      for place in line.monitors {
        if case .tcp(let host, let port) = place {
          addTCP(host, port, process, line)
        } else if let path = path(of: place, process) {
          add(path, process, name: line.name)
        }
      }
    }
  }

  private static func isQEMU(_ process: RunningProcess) -> Bool {
    process.name.hasPrefix("qemu") || process.name == "kvm"
  }

  private mutating func addTCP(
    _ host: String,
    _ port: String,
    _ process: RunningProcess,
    _ line: QEMUCommandLine
  ) {
    // Listening on every address, it is here, too.
    let host = ["", "0.0.0.0", "::"].contains(host) ? "localhost" : host
    guard let address = try? ServerAddress(parsing: "tcp:\(host):\(port)") else { return }
    found.append(
      MonitorSocket(
        address: address,
        state: process.isStopped ? .stopped : .unknown,
        process: process,
        owner: process.owner,
        name: line.name
      )
    )
  }

  private func path(of place: QEMUCommandLine.Place, _ process: RunningProcess) -> String? {
    switch place {
    case .tcp: return nil
    case .unix(let path) where path.hasPrefix("/"): return path
    case .unix(let path): return process.workingDirectory.map { "\($0)/\(path)" }
    case .descriptor(let number):
      let inode = process.socket(at: number)
      return table?.entries.first { $0.inode == inode && $0.path.hasPrefix("/") }?.path
    }
  }

  private mutating func addListening() {
    for path in MonitorPaths.found(in: table) {
      let listeners = table?.listeners(on: path) ?? []
      let numbers = listeners.flatMap { owners[$0] ?? [] }.sorted()
      add(path, numbers.first.flatMap(RunningProcess.init(number:)), name: nil)
    }
  }

  private mutating func addStale() {
    let domains = Folder.entries(Self.libvirt).filter { $0.hasPrefix("domain-") }
    let paths =
      Self.places.flatMap { place in
        Folder.entries(place).filter { $0.hasSuffix(".qmp") || $0 == "qmp" }.map {
          "\(place)/\($0)"
        }
      } + domains.map { "\(Self.libvirt)/\($0)monitor.sock" }
    for path in paths where (try? FileKind(at: path)) == .socket {
      guard let table, table.listeners(on: path).isEmpty else { continue }
      add(path, nil, name: nil)
    }
  }

  // MARK: - One socket

  private mutating func add(_ path: String, _ process: RunningProcess?, name: String?) {
    let address = ServerAddress.unix(path: path)
    guard !others.contains(path), !found.contains(where: { $0.address == address }) else { return }
    let clients = table?.clients(of: path) ?? []
    let holders = processes(with: clients)
    let sharers = processes(with: table.flatMap { address.rendezvous?.listeners(in: $0) } ?? [])
    found.append(
      MonitorSocket(
        address: address,
        state: state(of: path, process, isHeld: !clients.isEmpty),
        process: process,
        owner: process?.owner,
        name: name,
        holders: holders.sorted().compactMap(RunningProcess.init(number:)),
        // Who listens may wait for the monitor.
        isShared: !holders.isDisjoint(with: sharers)
      )
    )
  }

  private func processes(with sockets: Set<UInt32>) -> Set<Int32> {
    Set(sockets.flatMap { owners[$0] ?? [] })
  }

  private func state(
    of path: String,
    _ process: RunningProcess?,
    isHeld: Bool
  ) -> MonitorSocket.State {
    guard let table else { return .unknown }
    if table.listeners(on: path).isEmpty { return .stale }
    if process?.isStopped == true { return .stopped }
    return isHeld ? .held : .free
  }
}
