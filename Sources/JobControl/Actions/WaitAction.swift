import CommandTable
import Jobs

/// `wait`: until jobs that anybody started are over, or where they are wanted.
struct WaitAction {
  let order: WaitOrder
  let context: Context

  private static let needs: [JobStatus: String] = [
    .ready: "complete or cancel", .pending: "finalize", .paused: "resume", .standby: "resume",
  ]

  func run() throws(Failure) -> ExitStatus {
    var server = try context.connect()
    var waiting = Waiting(
      WaitList(order.ids.map { ($0, order.goal) }),
      limit: order.limit,
      endsWithFirst: order.endsWithFirst,
      allowsMissing: order.allowsMissing,
      remarks: order.goal == .end ? Self.needs : [:],
      context: context
    )
    let changes = try server.beginWatching()
    return try waiting.run(on: &server, from: changes)
  }
}
