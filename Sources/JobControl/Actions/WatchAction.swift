package import CommandTable
import Jobs

/// `watch`: the events of a server's jobs as they arrive.
package struct WatchAction {
  let order: WatchOrder
  let context: Context

  package init(order: WatchOrder, context: Context) {
    self.order = order
    self.context = context
  }

  func run() throws(Failure) -> ExitStatus {
    // Whoever lent the connection sees to another one.
    guard !context.isLent else {
      return try context.withServer { server throws(Failure) in try run(on: &server) }
    }
    // Between two connections they wait for the next one.
    return try Notice.holding { () throws(Failure) in
      try run(
        Redialing(
          connect: { () throws(Failure) in
            try context.connect(heeding: Notice.allCases, for: true)
          },
          pause: { time throws(Failure) in try context.pause(for: time, heeding: Notice.allCases) }
        )
      )
    }
  }

  /// Watches one server to the end of its connection.
  package func run<Channel: RequestChannel & ~Copyable>(
    on server: inout JobServer<Channel>
  ) throws(Failure) -> ExitStatus {
    var watch = Watch(order: order, context: context)
    do throws(Failure) {
      return try watch.follow(&server)
    } catch {
      return try watch.end(with: error)
    }
  }

  /// Watches a server, and again after the connection was lost where the order says so.
  package func run<Channel: RequestChannel & ~Copyable>(
    _ redialing: Redialing<Channel>
  ) throws(Failure) -> ExitStatus {
    var watch = Watch(order: order, context: context)
    var isFirst = true
    while true {
      do throws(Failure) {
        var server =
          isFirst
          ? try redialing.connect() : try watch.reconnect(redialing, for: order.reconnection)
        isFirst = false
        do throws(Failure) {
          return try watch.follow(&server)
        } catch {
          watch.noteEnd(of: server)
          throw error
        }
      } catch {
        guard !isFirst, watch.mayReconnect(after: error) else {
          return try watch.end(with: error)
        }
        if let status = try watch.pause(for: error) { return status }
      }
    }
  }
}
