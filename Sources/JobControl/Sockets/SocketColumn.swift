import CommandTable
import Jobs
import POSIX

/// The fields of a row of `sockets`.
enum SocketColumn: String, CaseIterable {
  case address
  case state
  case process
  case pid
  case owner
  case guest
  case version
  case heldBy = "held-by"

  var column: TextColumn {
    TextColumn(
      name: rawValue,
      header: rawValue.uppercased(),
      isNumber: self == .pid,
      isKey: self == .address || self == .state || self == .heldBy,
      isFreeText: self == .guest,
      importance: importance
    )
  }

  /// The less important, the earlier it gives way.
  private var importance: Int {
    switch self {
    case .owner: 0
    case .version: 1
    case .process: 2
    case .pid: 3
    case .guest: 4
    case .heldBy: 5
    case .state: 6
    case .address: 7
    }
  }

  /// Nil for what is not known.
  func value(of socket: MonitorSocket) -> JobField.Value? {
    switch self {
    case .address: .text(socket.address.description)
    case .state: .text(socket.state.rawValue)
    case .process: (socket.process?.name).map(JobField.Value.text)
    case .pid: socket.process.map { .steps(Int64($0.number)) }
    case .owner: socket.owner.map(JobField.Value.text)
    case .guest: socket.name.map(JobField.Value.text)
    case .version: socket.version.map(JobField.Value.text)
    case .heldBy where socket.holders.isEmpty: nil
    case .heldBy:
      .text(
        (socket.holders.map(Busyness.words) + (socket.isShared ? ["shared"] : []))
          .joined(separator: ", ")
      )
    }
  }
}
