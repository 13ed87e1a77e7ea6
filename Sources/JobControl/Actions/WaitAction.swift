package import CommandTable
import Jobs

/// `wait`: until jobs that anybody started are over, or where they are wanted.
package struct WaitAction {
  let order: WaitOrder
  let context: Context

  package init(order: WaitOrder, context: Context) {
    self.order = order
    self.context = context
  }

  func run() throws(Failure) -> ExitStatus {
    try context.withServer(heeding: Notice.allCases, for: true) { server throws(Failure) in
      try run(on: &server)
    }
  }

  package func run<Channel: RequestChannel & ~Copyable>(
    on server: inout JobServer<Channel>
  ) throws(Failure) -> ExitStatus {
    var waiting = Waiting(
      WaitList(order.ids.map { ($0, order.goal) }),
      limit: order.limit,
      endsWithFirst: order.endsWithFirst,
      allowsMissing: order.allowsMissing,
      progress: order.progress,
      context: context
    )
    server.limitReplies(to: order.limit, from: context.environment.now())
    let changes = try server.beginWatching()
    return try waiting.run(on: &server, from: changes)
  }
}
