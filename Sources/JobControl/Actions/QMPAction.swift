import CommandTable
import QMP

/// `qmp`: a command of the user's own, and its reply as JSON.
struct QMPAction {
  let order: QMPOrder
  let context: Context

  func run() throws(Failure) -> ExitStatus {
    switch try reply() {
    case .success(let value):
      let text = order.isCompact ? JSONWriter.compact(value) : JSONWriter.indented(value)
      try context.write(text + [UInt8(ascii: "\n")])
      return .done
    case .failure(let error):
      throw .commandRefused(order.request, error)
    }
  }

  private func reply() throws(Failure) -> Reply {
    try context.withServer { server throws(Failure) in try server.perform(order.request) }
  }
}
