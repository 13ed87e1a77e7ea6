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
    guard let holder = try holder(of: address) else { throw .hold(.notHeld(address)) }
    let process = holder.peerProcess()
    let users = process.map(Busyness.users) ?? []
    let list = users.isEmpty ? "" : ", for \(Busyness.words(users))"
    return try context.write("held by \(Self.words(process))\(list)\n")
  }

  /// Asks the holder to end, and waits for that; those who used it may be the next ones.
  private func stop(_ address: ServerAddress) throws(Failure) -> ExitStatus {
    guard let holder = try holder(of: address) else { throw .hold(.notHeld(address)) }
    guard let process = holder.peerProcess() else { throw .hold(.unknown(address)) }
    let users = Busyness.users(of: process)
    do throws(SystemError) {
      try process.terminate()
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
    if !users.isEmpty {
      context.note("it was used by \(Busyness.words(users)), which may hold it again")
    }
    return .done
  }

  /// A connection to whoever has the monitor for others; nil when nobody has, or it has just gone.
  ///
  /// Who still waits for the monitor listens already, and greets nobody: then that is busy.
  private func holder(of address: ServerAddress) throws(Failure) -> Descriptor? {
    guard let holder = address.rendezvous?.connect(timeout: timeout) else { return nil }
    let isGreeted: Bool?
    do throws(SystemError) {
      isGreeted = try Self.isGreeted(holder, before: Instant.now.advanced(by: timeout))
    } catch {
      throw .system(error)
    }
    guard let isGreeted else {
      if let process = holder.peerProcess(), process.isStopped { throw .hold(.isStopped(process)) }
      throw .busy(address, Busyness.look(at: address, server: nil), timeout: timeout)
    }
    // Who listened at first may have left the monitor to a process of its own meanwhile, which is at
    // the other end only of those who come from then on.
    return isGreeted ? address.rendezvous?.connect(timeout: timeout) : nil
  }

  /// Whether the other end says something before its end; nil when it does neither in time.
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
      if try holder.read(into: &buffer) == 0 { return true }
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
    let end = Instant.now.advanced(by: timeout)
    repeat {
      let rendezvous = try meetingPlace(of: address)
      switch try rendezvous.map(take) {
      case .free(let place):
        return try serve(address, at: rendezvous, on: [place], inBackground: inBackground)
      case nil:
        return try serve(address, at: nil, on: [], inBackground: inBackground)
      case .taken:
        guard order.path != nil else {
          if let status = try keep(address) { return .exit(status) }
          continue
        }
        guard let holder = rendezvous?.connect(timeout: timeout) else { continue }
        return try serve(address, behind: holder, at: nil, on: [], inBackground: inBackground)
      }
    } while .now < end
    throw .busy(address, Busyness.look(at: address, server: nil), timeout: timeout)
  }

  /// Has another holder stay, which may be there for its clients only; nil when it has gone.
  private func keep(_ address: ServerAddress) throws(Failure) -> ExitStatus? {
    guard let holder = try holder(of: address) else { return nil }
    guard let process = holder.peerProcess() else { throw .hold(.unknown(address)) }
    do {
      try process.retain()
    } catch {
      throw .hold(.cannotAsk(process, error))
    }
    let limit = order.idleLimit == nil ? "" : ", whether or not it is idle"
    context.note(
      "\(Visible.quoted("\(address)")) is held already, by \(Self.words(process)), which stays\(limit)"
    )
    return .done
  }

  private func serve(
    _ address: ServerAddress,
    behind holder: consuming Descriptor? = nil,
    at rendezvous: Rendezvous?,
    on places: [Listener],
    inBackground: Bool
  ) throws(Failure) -> Program.Ending {
    var listeners = places
    if let path = order.path { listeners.append(try listen(on: path)) }
    let isServer = holder == nil
    let descriptor: Descriptor
    switch consume holder {
    case .some(let holder): descriptor = holder
    case .none: descriptor = try Socket.connect(to: address, timeout: timeout)
    }
    let result: Result<Program.Ending, Failure>
    do throws(SystemError) {
      result = try hold(
        address,
        descriptor,
        isServer: isServer,
        at: rendezvous,
        on: listeners,
        inBackground
      )
    } catch {
      throw .system(error)
    }
    return try result.get()
  }

  private func hold(
    _ address: ServerAddress,
    _ upstream: consuming Descriptor,
    isServer: Bool,
    at rendezvous: Rendezvous?,
    on listeners: [Listener],
    _ inBackground: Bool
  ) throws(SystemError) -> Result<Program.Ending, Failure> {
    var loop = HoldLoop(
      address,
      timeout,
      Switchboard(
        idPrefix: Connection.randomPrefix(),
        deadline: Instant.now.advanced(by: timeout)
      ),
      upstream: upstream,
      isServer: isServer,
      listeners: listeners,
      at: rendezvous,
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

  /// Nil where there is none.
  private func meetingPlace(of address: ServerAddress) throws(Failure) -> Rendezvous? {
    guard case .unix = address else {
      guard order.path != nil else { throw .hold(.notShareable(address)) }
      return nil
    }
    // Where there is no socket, connecting says so.
    return address.rendezvous
  }

  private func take(_ rendezvous: Rendezvous) throws(Failure) -> Rendezvous.Place {
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
