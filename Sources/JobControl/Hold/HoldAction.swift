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
    case .taken:
      guard order.path != nil else {
        if let status = try keep(address) { return .exit(status) }
        return try serve(address, inBackground: inBackground)
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

  /// Has another holder stay, which may be there for its clients only; nil when it has gone.
  private func keep(_ address: ServerAddress) throws(Failure) -> ExitStatus? {
    // Before it greets, it is the one that waits for the monitor, and not the one to ask.
    let isGreeted: Bool?
    do throws(SystemError) {
      guard let client = address.rendezvous?.connect(timeout: timeout) else { return nil }
      isGreeted = try Self.isGreeted(client, before: Instant.now.advanced(by: timeout))
    } catch {
      throw .system(error)
    }
    guard let isGreeted else {
      throw .busy(address, Busyness.look(at: address, server: nil), timeout: timeout)
    }
    guard isGreeted else { return nil }
    let holder = address.rendezvous?.connect(timeout: timeout)?.peerProcess()
    do {
      try holder?.inquire()
    } catch {
      throw .hold(.cannotAsk(holder, error))
    }
    context.note(
      "\(Visible.quoted("\(address)")) is held already, by \(Self.words(holder)), which stays"
    )
    return .done
  }

  /// Whether the other end says something; nil when it says nothing in time.
  private static func isGreeted(
    _ holder: borrowing Descriptor,
    before end: Instant
  ) throws(SystemError) -> Bool? {
    var readiness = PollSet()
    _ = readiness.add(holder, .readable)
    try readiness.wait(timeout: Instant.now.duration(to: end))
    var buffer = [UInt8](repeating: 0, count: 1)
    return try holder.read(into: &buffer).map { $0 == 1 }
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
      Switchboard(
        idPrefix: Connection.randomPrefix(),
        deadline: Instant.now.advanced(by: timeout)
      ),
      upstream: upstream,
      listeners: listeners,
      signals: try SignalDescriptor(HoldLoop.heeded),
      idleLimit: order.idleLimit
    )
    if let ending = try loop.open() { return ending }
    if inBackground {
      guard case .detached = try loop.detach() else { return .success(.exit(.done)) }
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
      return try rendezvous.take(backlog: HoldLoop.queueLength)
    } catch {
      throw .hold(.cannotMeet(path: rendezvous.path, error))
    }
  }

  private func listen(on path: String) throws(Failure) -> Listener {
    do {
      return try Listener(replacing: path, backlog: HoldLoop.queueLength)
    } catch {
      throw .hold(.cannotListen(path: path, error))
    }
  }
}
