import QMP

/// The clients of a simulated server: what they have asked for, and what is to be sent to them.
struct ClientTable {
  private struct Client {
    var session: ServerSession
    /// From the first command on that is not carried out yet; what needs nobody is done at once.
    var requests: ArraySlice<ServerSession.Action> = []
    var outgoing: [UInt8]
  }

  private var clients: [SimulatedServer.ClientID: Client] = [:]
  private var count = 0
  /// The clients that have negotiated: those that get events.
  private var listeners: Set<SimulatedServer.ClientID> = []
  private var busy: Set<SimulatedServer.ClientID> = []

  // MARK: - Coming and going

  mutating func admit(_ session: ServerSession) -> SimulatedServer.ClientID {
    count += 1
    clients[count] = Client(session: session, outgoing: session.opening)
    return count
  }

  mutating func remove(_ id: SimulatedServer.ClientID) {
    clients[id] = nil
    listeners.remove(id)
    busy.remove(id)
  }

  // MARK: - Requests

  /// Whether some client waits for a command to be carried out.
  var hasRequests: Bool {
    !busy.isEmpty
  }

  func hasRequests(of id: SimulatedServer.ClientID) -> Bool {
    busy.contains(id)
  }

  /// The clients that wait, in the order of their coming.
  var waiting: [SimulatedServer.ClientID] {
    busy.sorted()
  }

  mutating func receive(_ bytes: Span<UInt8>, from id: SimulatedServer.ClientID) {
    guard let actions = clients[id]?.session.receive(bytes) else { return }
    clients[id]?.requests += actions
    // Before the negotiation there are no commands, so that its answer has been sent by now.
    sendAnswers(to: id)
    if clients[id]?.session.isNegotiated == true { listeners.insert(id) }
  }

  /// The command that a client waits for, which counts as taken.
  mutating func nextCommand(of id: SimulatedServer.ClientID) -> ServerSession.Command? {
    guard case .execute(let command)? = clients[id]?.requests.popFirst() else { return nil }
    return command
  }

  mutating func reply(
    to command: ServerSession.Command,
    of id: SimulatedServer.ClientID,
    with result: Result<JSONValue, ServerError>
  ) {
    guard let reply = clients[id]?.session.reply(to: command, with: result) else { return }
    clients[id]?.outgoing += reply
    sendAnswers(to: id)
  }

  /// Sends the answers that need nobody, up to the next command.
  private mutating func sendAnswers(to id: SimulatedServer.ClientID) {
    while case .send(let bytes)? = clients[id]?.requests.first {
      clients[id]?.requests.removeFirst()
      clients[id]?.outgoing += bytes
    }
    if clients[id]?.requests.isEmpty == false { busy.insert(id) } else { busy.remove(id) }
  }

  // MARK: - Output

  var hasListeners: Bool {
    !listeners.isEmpty
  }

  /// Sends an event to every client that has negotiated.
  mutating func tell(_ message: [UInt8]) {
    for id in listeners { clients[id]?.outgoing += message }
  }

  mutating func takeOutput(for id: SimulatedServer.ClientID) -> [UInt8] {
    guard let bytes = clients[id]?.outgoing else { return [] }
    clients[id]?.outgoing = []
    return bytes
  }
}
