import CommandTable
import Jobs
import POSIX
import QMP

/// What a watch does when its connection is lost.
extension Watch {
  /// Takes leave of a server to which the connection is lost.
  mutating func noteEnd<Channel: RequestChannel & ~Copyable>(
    of server: borrowing JobServer<Channel>
  ) {
    isReplaceable = server.isReplaceable
  }

  /// Whether the connection is lost, and another one wanted.
  func mayReconnect(after failure: Failure) -> Bool {
    guard failure.isLossOfConnection else { return false }
    guard let limit = order.reconnection else {
      return failure.isEndOfConnection && isReplaceable && !hasGivenUp && !isOver
    }
    let hasTimeLeft = outage.flatMap { limit.end(from: $0.start) }.map { now < $0 } != false
    return hasTimeLeft && !hasGivenUp && !isOver
  }

  /// Says that the connection is lost; the status to end with where all is told.
  mutating func pause(for failure: Failure) throws(Failure) -> ExitStatus? {
    if let status = try finish() { return status }
    log.erase()
    guard order.reconnection != nil else {
      holderLoss = failure
      return nil
    }
    context.note("\(failure.message.sentence); trying again")
    return nil
  }

  /// A connection, tried until `limit` is over.
  ///
  /// One that is lost before it has told of any job does not begin the time and the pauses anew.
  mutating func reconnect<Channel: RequestChannel & ~Copyable>(
    _ redialing: Redialing<Channel>,
    for limit: WaitLimit?
  ) throws(Failure) -> JobServer<Channel> {
    if let loss = holderLoss.take() { return try replaceHolder(redialing, after: loss) }
    var (start, backoff) = outage ?? (now, Backoff())
    defer { outage = (start, backoff) }
    let last = limit?.end(from: start)
    while true {
      let next = now.advanced(by: backoff.pause())
      while now < next {
        let rest = now.duration(to: min(next, end ?? next))
        guard rest > .zero else { break }
        if try redialing.pause(rest).contains(.inquiry) { context.note("there is no connection") }
      }
      do throws(Failure) {
        let server = try redialing.connect()
        let time = Size.duration(start.duration(to: now).components.seconds)
        context.note("connected again after \(time)")
        return server
      } catch {
        guard error.isLossOfConnection, !isOver, last.map({ now < $0 }) != false else {
          hasGivenUp = true
          throw error
        }
      }
    }
  }

  /// Connects once more, by itself or by way of whoever was faster.
  private mutating func replaceHolder<Channel: RequestChannel & ~Copyable>(
    _ redialing: Redialing<Channel>,
    after loss: Failure
  ) throws(Failure) -> JobServer<Channel> {
    do throws(Failure) {
      return try redialing.connect()
    } catch {
      hasGivenUp = true
      throw error.isLossOfConnection ? loss : error
    }
  }
}
