import CommandTable
import POSIX
import QMP

/// What is wanted of a connection before there is one.
struct Dialing {
  let address: ServerAddress
  let options: GlobalOptions
  let trace: Trace?
  /// Those that end a wait for the server.
  let signals: [Int32]
  let sharing: Sharing

  /// Holders may end one after the other; so often one is tried before the monitor itself.
  private static let holders = 3

  /// So often somebody who waits for the monitor looks whether it is held for others by now.
  private static let glance = Duration.milliseconds(200)

  /// Connects and negotiates, in the time that the options allow.
  func open(_ observer: (any ConnectionObserver)? = nil) throws(Failure) -> Connection {
    let deadline = Instant.now.advanced(by: options.connectTimeout)
    var losses = 0
    while true {
      let isAlone = losses == Self.holders
      var connection = try begin(isAlone ? .none : sharing, until: deadline, deadline: deadline)
      connection.observer = observer
      do throws(Failure) {
        while try !connection.negotiate(before: Instant.now.advanced(by: Self.glance)) {
          if connection.isOvertaken { break }
        }
        if connection.greeting != nil { return connection }
        losses = 0
      } catch {
        // A holder that ends, or cannot have the monitor, lets its clients go.
        guard error.isEndOfConnection, connection.isShared else { throw error }
        losses += 1
      }
    }
  }

  /// Connects in `timeout` and leaves the negotiation, which has the time that the options allow, to
  /// be gone on with.
  func begin(timeout: Duration) throws(Failure) -> Connection {
    let now = Instant.now
    return try begin(
      sharing,
      until: now.advanced(by: timeout),
      deadline: now.advanced(by: options.connectTimeout)
    )
  }

  /// Connects until `end`; greeting and negotiation are given up at `deadline`.
  private func begin(
    _ sharing: Sharing,
    until end: Instant,
    deadline: Instant
  ) throws(Failure) -> Connection {
    // None at all would be no limit.
    var timeout: Duration { max(.milliseconds(1), Instant.now.duration(to: end)) }
    let rendezvous = sharing == .none ? nil : address.rendezvous
    var holder = rendezvous?.connect(timeout: timeout)
    var place: Listener?
    if holder == nil, sharing == .offering {
      switch try? rendezvous?.take(backlog: HoldLoop.queueLength) {
      case .free(let listener)?: place = listener
      // Somebody was faster.
      case .taken?: holder = rendezvous?.connect(timeout: timeout)
      // Without a place to meet there is nothing to share.
      case nil: break
      }
    }
    let isShared = holder != nil
    let descriptor: Descriptor
    switch consume holder {
    case .some(let holder): descriptor = holder
    case .none: descriptor = try Socket.connect(to: address, timeout: timeout)
    }
    do throws(SystemError) {
      let signals = try SignalDescriptor(signals)
      return Connection(
        self,
        descriptor,
        deadline: deadline,
        isShared: isShared,
        rendezvous: rendezvous,
        place: place,
        signals: signals
      )
    } catch {
      throw .system(error)
    }
  }
}
