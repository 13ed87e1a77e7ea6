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
    // Between two connections they wait for the next one.
    return try Notice.holding { () throws(Failure) in
      try run { () throws(Failure) in
        try context.connect(heeding: Notice.allCases, for: true)
      }
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

  /// Waits on as many connections to the same server as it takes, one after the other.
  package func run<Channel: RequestChannel & ~Copyable>(
    _ connect: () throws(Failure) -> JobServer<Channel>
  ) throws(Failure) -> ExitStatus {
    let start = context.environment.now()
    var waiting = waiting
    // How the connection before ended, and all that was known of the jobs by then.
    var before: (loss: Failure, watching: Watching?)?
    while true {
      var server = try open(connect, after: before?.loss)
      server.limitReplies(to: order.limit, from: start)
      server.watching = before?.watching
      do throws(Failure) {
        let changes = before == nil ? try server.beginWatching() : try server.refresh()
        return try waiting.run(on: &server, from: changes)
      } catch {
        guard error.isEndOfConnection, server.isReplaceable else { throw error }
        before = (error, server.watching)
      }
    }
  }

  /// A connection; where there is no other one, the loss of the one before is the failure.
  private func open<Channel: RequestChannel & ~Copyable>(
    _ connect: () throws(Failure) -> JobServer<Channel>,
    after loss: Failure?
  ) throws(Failure) -> JobServer<Channel> {
    do throws(Failure) {
      return try connect()
    } catch {
      guard let loss, error.isLossOfConnection else { throw error }
      throw loss
    }
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
