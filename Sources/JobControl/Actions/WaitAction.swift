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
    guard !context.isLent else {
      return try context.withServer { server throws(Failure) in try run(on: &server) }
    }
    return try run { () throws(Failure) in
      try context.connect(heeding: Notice.allCases, for: true)
    }
  }

  /// Waits on one connection.
  package func run<Channel: RequestChannel & ~Copyable>(
    on server: inout JobServer<Channel>
  ) throws(Failure) -> ExitStatus {
    let start = context.environment.now()
    var waiting = waiting
    server.limitReplies(to: order.limit, from: start)
    return try waiting.run(on: &server, from: try server.beginWatching())
  }

  /// Waits on as many connections to the same server as it takes.
  package func run<Channel: RequestChannel & ~Copyable>(
    _ connect: () throws(Failure) -> JobServer<Channel>
  ) throws(Failure) -> ExitStatus {
    let start = context.environment.now()
    var waiting = waiting
    var server = try connect()
    server.limitReplies(to: order.limit, from: start)
    var changes = try server.beginWatching()
    while true {
      do throws(Failure) {
        return try waiting.run(on: &server, from: changes)
      } catch {
        guard error.isEndOfConnection, server.isReplaceable else { throw error }
        try replace(&server, connect, after: error)
        server.limitReplies(to: order.limit, from: start)
        changes = try server.refresh()
      }
    }
  }

  /// Goes on by another connection, with all that is known of the jobs.
  private func replace<Channel: RequestChannel & ~Copyable>(
    _ server: inout JobServer<Channel>,
    _ connect: () throws(Failure) -> JobServer<Channel>,
    after loss: Failure
  ) throws(Failure) {
    let watching = server.watching
    do throws(Failure) {
      server = try connect()
    } catch {
      throw loss
    }
    server.watching = watching
  }

  private var waiting: Waiting {
    Waiting(
      WaitList(order.ids.map { ($0, order.goal) }),
      limit: order.limit,
      endsWithFirst: order.endsWithFirst,
      allowsMissing: order.allowsMissing,
      progress: order.progress,
      context: context
    )
  }
}
