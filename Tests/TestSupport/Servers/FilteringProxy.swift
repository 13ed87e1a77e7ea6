/// A monitor that makes a real one look different: older, deafer, or gone all of a sudden.
///
/// It listens on its own unix socket and serves one client at a time, as QEMU does, over a connection to
/// the real monitor that lasts as long as the client's. It stops with the last reference.
package final class FilteringProxy: Sendable {
  /// The socket for what is being tested.
  package let socket: String
  private let directory: TemporaryDirectory
  private let state: Watched<State>
  private let waker: OwnedDescriptor
  private let thread: ServerThread

  /// What the test decides and what it may ask for.
  struct State: Sendable {
    var rules: Rules
    var requests: [JSON] = []
    /// How often the test has asked for the end of the connection.
    var disconnections = 0
  }

  /// Listens, and forwards to the monitor at this path.
  package init(to monitor: String, _ rules: Rules = Rules()) throws(SupportFailure) {
    let directory = try TemporaryDirectory()
    let listener = try Listener(unix: directory.path("proxy.qmp"))
    let state = Watched(State(rules: rules))
    let (wake, waker) = try OwnedDescriptor.pipe()
    try wake.makeNonBlocking()
    self.directory = directory
    self.state = state
    self.waker = waker
    socket = listener.address
    thread = try ServerThread { stop in
      while let client = listener.accept(stop: stop) {
        guard let monitor = try? StreamSocket(unix: monitor) else { continue }
        var session = Session(client, monitor.owned, stop: stop, wake: wake, state: state)
        do throws(ServerConnection.End) {
          try session.forward()
        } catch {
          if error == .stopped { return }
        }
      }
    }
  }

  /// What is hidden or changed; a change holds from the next message on.
  package var rules: Rules {
    get { state.current.rules }
    set { state.update { $0.rules = newValue } }
  }

  /// Every request that came so far, whether or not it was forwarded.
  package var requests: [JSON] {
    state.current.requests
  }

  /// The names of the commands in them.
  package var requestedCommands: [String] {
    requests.map { $0["execute"]?.string ?? "" }
  }

  /// Waits until a command has been asked for.
  package func waitForRequest(
    _ command: String,
    timeout: Duration = .patience
  ) throws(SupportFailure) {
    let isThere = state.wait(timeout: timeout) { state in
      state.requests.contains { $0["execute"] == .string(command) }
    }
    guard isThere else {
      throw .timedOut(waitingFor: "the request \(command)", seen: "\(requests)")
    }
  }

  /// Closes the connection of the present client, if there is one; the next one is served as usual.
  package func disconnect() {
    state.update { $0.disconnections += 1 }
    _ = try? waker.writeAvailable([0])
  }
}
