import CommandTable
import POSIX
import QMP

/// How the bytes of a conversation move.
extension Connection {
  borrowing func add(
    to readiness: inout PollSet
  ) -> (readable: PollSet.Entry, writable: PollSet.Entry?) {
    let readable = readiness.add(descriptor, .readable)
    return (readable, outgoing.isEmpty ? nil : readiness.add(descriptor, .writable))
  }

  mutating func send(_ bytes: [UInt8]) {
    trace?.log(.sent, bytes)
    outgoing += bytes
  }

  private mutating func growBuffer() {
    guard buffer.count < 1 << 16 else { return }
    buffer = [UInt8](repeating: 0, count: 4 * buffer.count)
  }

  /// The session's next action, traces shown and failures thrown; nil when `end` comes first, or a
  /// notice where `endsWithNotice`.
  mutating func nextAction(
    before end: Instant?,
    orNotice endsWithNotice: Bool = false
  ) throws(Failure) -> ClientSession.Action? {
    while true {
      if let action = session.next() {
        switch action {
        case .received(let message): trace?.log(.received, message)
        case .fail(let failure): throw failed(failure)
        case .event(let event) where isShared && event.name == Switchboard.farewell:
          hasServerEnded = true
        case .event(let event):
          observer?.note(event)
          return action
        case .send, .ready, .reply: return action
        }
        continue
      }
      let now = Instant.now
      if let failure = session.expire(at: now) { throw failed(failure) }
      if let end, end <= now { return nil }
      if let suspicion, suspicion <= now { try look() }
      if endsWithNotice, !notices.isEmpty { return nil }
      try exchange(until: Instant.earliest(session.deadline, end, suspicion))
    }
  }

  /// Gives up where the server is stopped; what asks for no more than an answer has no effect.
  private mutating func look() throws(Failure) {
    suspicion = nil
    guard case .reply(let command) = phase, let server = Busyness.server(at: address),
      server.isStopped
    else { return }
    let time = options.connectTimeout
    guard command.hasPrefix("query-") else {
      throw .session(address, .timedOut(phase, started: false), timeout: time, phase: phase)
    }
    throw .busy(address, Busyness(server: server, holders: []), timeout: time)
  }

  /// Waits for the socket or a signal, and moves what can be moved.
  private mutating func exchange(until instant: Instant?) throws(Failure) {
    // Most of the time a socket takes what there is for it, and need not be asked before.
    if !outgoing.isEmpty { try write() }
    let glance = observer?.due(awaiting: phase)
    let readiness = try wait(until: Instant.earliest(instant, glance))
    observer?.look(awaiting: phase)
    if let signal = readiness.signal {
      guard let notice = Notice(signal: signal) else {
        throw .interrupted(signal: signal, phase)
      }
      notices.append(notice)
    }
    if readiness.isWritable { try write() }
    if readiness.isReadable { try read() }
  }

  private borrowing func wait(
    until instant: Instant?
  ) throws(Failure) -> (signal: Int32?, isWritable: Bool, isReadable: Bool) {
    var readiness = PollSet()
    let (readable, writable) = add(to: &readiness)
    let signalled = readiness.add(signals.descriptor, .readable)
    let reader = endsWithOutput ? readiness.add(StandardStream.output, .hangUp) : nil
    do throws(SystemError) {
      try readiness.wait(timeout: instant.map { Instant.now.duration(to: $0) })
      if let reader, readiness.isReady(reader) { throw SystemError.brokenPipe }
      return (
        readiness.isReady(signalled) ? try signals.next()?.number : nil,
        writable.map(readiness.isReady) ?? false,
        readiness.isReady(readable)
      )
    } catch {
      throw error.isBrokenPipe ? .output(error) : .system(error)
    }
  }

  mutating func write() throws(Failure) {
    do throws(SystemError) {
      try descriptor.send(from: &outgoing)
    } catch {
      throw .system(error)
    }
  }

  mutating func read() throws(Failure) {
    let count: Int?
    do throws(SystemError) {
      count = try descriptor.read(into: &buffer)
    } catch {
      throw .system(error)
    }
    switch count {
    case nil: break
    case 0: throw failed(session.endOfFile())
    case let count?:
      // A name of its own, so that the compiler sees two variables in use and not self twice.
      let received = buffer
      session.receive(received.span.extracting(first: count))
      if count == received.count { growBuffer() }
    }
  }

  private borrowing func failed(_ failure: SessionFailure) -> Failure {
    if case .timedOut(.greeting, started: false) = failure {
      let busyness = Busyness.look(at: address, server: descriptor.peerProcess())
      return .busy(address, busyness, timeout: options.connectTimeout)
    }
    if case .closed(let phase, _) = failure, isShared, !hasServerEnded {
      return .holderEnded(address, phase)
    }
    let timeout =
      switch failure {
      case .timedOut(.reply, _): min(options.replyTimeout, limit?.time ?? options.replyTimeout)
      case .timedOut, .closed, .notQMP, .malformed, .unknownMessage, .tooLong, .negotiationRefused:
        options.connectTimeout
      }
    return .session(address, failure, timeout: timeout, phase: phase)
  }
}
