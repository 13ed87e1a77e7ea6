import CommandTable
import Jobs
import POSIX
import QMP

/// `sockets`: the QMP sockets of this machine.
struct SocketsAction {
  /// For one socket that is probed; each takes its turn.
  private static let patience = Duration.milliseconds(500)

  let order: SocketsOrder
  let context: Context

  func run() throws(Failure) -> ExitStatus {
    var sockets = SocketSurvey.find()
    if order.probes {
      for index in sockets.indices where Self.mayBeAsked(sockets[index]) {
        try probe(&sockets[index])
      }
    }
    if sockets.isEmpty { context.note("no QMP socket was found on this machine") }
    let report = ValueReport(
      format: order.format,
      columns: SocketColumn.allCases.map(\.column),
      showsHeader: order.showsHeader && !sockets.isEmpty,
      isExact: false,
      width: context.environment.outputWidth,
      mayDrop: order.format == .table,
      style: Style(isColored: context.isColored)
    )
    let rows = sockets.map { socket in SocketColumn.allCases.map { $0.value(of: socket) } }
    try context.write(report.list(rows))
    return .done
  }

  /// Whether a question takes nobody's place.
  private static func mayBeAsked(_ socket: MonitorSocket) -> Bool {
    switch socket.state {
    case .free: true
    case .unknown: socket.process?.isStopped != true
    case .held, .stopped, .stale: false
    }
  }

  /// Asks who it is; what gives no answer stays as it is.
  private func probe(_ socket: inout MonitorSocket) throws(Failure) {
    do throws(Failure) {
      let options = context.globals.brief(server: socket.address, limit: Self.patience)
      let asker = Context(environment: context.environment, globals: options)
      try asker.withServer { server throws(Failure) in
        socket.version = "\(server.version)"
        socket.state = .free
        if case .success(let reply) = try server.channel.perform(Request("query-name")) {
          socket.name = reply.object?["name"]?.string ?? socket.name
        }
      }
    } catch {
      if case .interrupted = error { throw error }
      if case .busy = error { socket.state = .held }
    }
  }
}
