import CommandTable
import POSIX
import QMP

/// `hold`: one connection to a monitor, for all who want to use it.
struct HoldAction {
  let order: HoldOrder
  let context: Context

  private var timeout: Duration {
    context.globals.connectTimeout
  }

  func run() throws(Failure) -> Program.Ending {
    let address = try context.address()
    switch order.task {
    case .check: return .exit(try check(address))
    case .stop: return .exit(try stop(address))
    case .serve(let inBackground): return try serve(address, inBackground: inBackground)
    }
  }

  // MARK: - Another holder

  private func check(_ address: ServerAddress) throws(Failure) -> ExitStatus {
    let holder = try holder(of: address)
    return try context.write("held by \(Self.words(holder.peerProcess()))\n")
  }

  /// Asks the holder to end, and waits for that.
  private func stop(_ address: ServerAddress) throws(Failure) -> ExitStatus {
    let holder = try holder(of: address)
    let process = holder.peerProcess()
    do throws(SystemError) {
      try process?.terminate()
    } catch {
      throw .hold(.cannotStop(process, error))
    }
    let hasEnded: Bool
    do throws(SystemError) {
      let end = Instant.now.advanced(by: timeout)
      hasEnded = try Self.hasEnded(holder, before: end)
    } catch {
      throw .system(error)
    }
    guard hasEnded else { throw .hold(.doesNotEnd(process)) }
    return .done
  }

  private func holder(of address: ServerAddress) throws(Failure) -> Descriptor {
    guard let holder = address.rendezvous?.connect(timeout: timeout) else {
      throw .hold(.notHeld(address))
    }
    return holder
  }

  /// Reads what the other end says until it closes; false when `end` comes first.
  private static func hasEnded(
    _ holder: borrowing Descriptor,
    before end: Instant
  ) throws(SystemError) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while Instant.now < end {
      var readiness = PollSet()
      _ = readiness.add(holder, .readable)
      try readiness.wait(timeout: Instant.now.duration(to: end))
      do throws(SystemError) {
        if try holder.read(into: &buffer) == 0 { return true }
      } catch {
        guard error.isConnectionReset else { throw error }
        return true
      }
    }
    return false
  }

  private static func words(_ process: RunningProcess?) -> String {
    process.map(Busyness.words) ?? "another process"
  }

  // MARK: - Holding

  private func serve(
    _ address: ServerAddress,
    inBackground: Bool
  ) throws(Failure) -> Program.Ending {
    var listeners: [Listener] = []
    var upstream: Descriptor?
    switch try place(of: address) {
    case .free(let listener): listeners.append(listener)
    case .taken(let process):
      guard order.path != nil else {
        context.note("\(Visible.quoted("\(address)")) is held already, by \(Self.words(process))")
        return .exit(.done)
      }
      upstream = address.rendezvous?.connect(timeout: timeout)
    case nil: break
    }
    if let path = order.path { listeners.append(try listen(on: path)) }
    let descriptor: Descriptor
    switch consume upstream {
    case .some(let holder): descriptor = holder
    case .none:
      descriptor = try Socket.connect(to: address, timeout: timeout)
    }
    let result: Result<Program.Ending, Failure>
    do throws(SystemError) {
      result = try hold(address, descriptor, consume listeners, inBackground: inBackground)
    } catch {
      throw .system(error)
    }
    return try result.get()
  }

  private func hold(
    _ address: ServerAddress,
    _ upstream: consuming Descriptor,
    _ listeners: consuming [Listener],
    inBackground: Bool
  ) throws(SystemError) -> Result<Program.Ending, Failure> {
    var loop = HoldLoop(
      address,
      timeout,
      upstream: upstream,
      listeners: listeners,
      signals: try SignalDescriptor(SignalDescriptor.endings + [SignalDescriptor.hangUp]),
      idleLimit: order.idleLimit
    )
    if let ending = try loop.open() { return ending }
    if inBackground {
      try RunningProcess.detach()
      try loop.claim()
    } else {
      context.note("\(Visible.quoted("\(address)")) is held for others; Ctrl-C lets it go")
    }
    return try loop.serve()
  }

  /// Nil where there is no place to meet.
  private func place(of address: ServerAddress) throws(Failure) -> Rendezvous.Place? {
    guard case .unix = address else {
      guard order.path != nil else { throw .hold(.notShareable(address)) }
      return nil
    }
    // Where there is no socket, connecting says so.
    guard let rendezvous = address.rendezvous else { return nil }
    do {
      return try rendezvous.take(backlog: Self.backlog)
    } catch {
      throw .hold(.cannotMeet(path: rendezvous.path, error))
    }
  }

  private func listen(on path: String) throws(Failure) -> Listener {
    do {
      return try Listener(unixPath: path, backlog: Self.backlog)
    } catch {
      throw .hold(.cannotListen(path: path, error))
    }
  }

  private static let backlog: Int32 = 128
}
