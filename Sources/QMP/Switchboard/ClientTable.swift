/// The clients of one server: what they have asked for, and what is to be sent to them.
package struct ClientTable {
  /// Given out once, never again.
  package typealias ClientID = Int

  private struct Client {
    var session: ServerSession
    /// From the first command on that is not carried out yet; what needs nobody is done at once.
    var requests: ArraySlice<ServerSession.Action> = []
    /// The answers to what was asked behind a command wait for its reply.
    var isAwaitingReply = false
    var outgoing: [UInt8]
  }

  private var clients: [ClientID: Client] = [:]
  private var count = 0
  /// The clients that have negotiated: those that get events.
  private var listeners: Set<ClientID> = []
  private var busy: Set<ClientID> = []

  package init() {}

  // MARK: - Coming and going

  package mutating func admit(_ session: ServerSession) -> ClientID {
    count += 1
    clients[count] = Client(
      session: session,
      outgoing: session.isNegotiated ? [] : session.opening
    )
    if session.isNegotiated { listeners.insert(count) }
    return count
  }

  package mutating func remove(_ id: ClientID) {
    clients[id] = nil
    listeners.remove(id)
    busy.remove(id)
  }

  // MARK: - Requests

  /// Whether some client waits for a command to be carried out.
  package var hasRequests: Bool {
    !busy.isEmpty
  }

  package func hasRequests(of id: ClientID) -> Bool {
    busy.contains(id)
  }

  /// The clients that wait, in the order of their coming.
  package var waiting: [ClientID] {
    busy.sorted()
  }

  package mutating func receive(_ bytes: Span<UInt8>, from id: ClientID) {
    guard let actions = clients[id]?.session.receive(bytes) else { return }
    clients[id]?.requests += actions
    // Before the negotiation there are no commands, so that its answer has been sent by now.
    sendAnswers(to: id)
    if clients[id]?.session.isNegotiated == true { listeners.insert(id) }
  }

  /// The command that a client waits for, which counts as taken.
  package mutating func nextCommand(of id: ClientID) -> ServerSession.Command? {
    guard case .execute(let command)? = clients[id]?.requests.popFirst() else { return nil }
    clients[id]?.isAwaitingReply = true
    return command
  }

  /// Answers the command that was taken; nobody, when its client has gone.
  package mutating func reply(
    to command: ServerSession.Command,
    of id: ClientID,
    with result: Reply
  ) {
    guard let reply = clients[id]?.session.reply(to: command, with: result) else { return }
    clients[id]?.isAwaitingReply = false
    clients[id]?.outgoing += reply
    sendAnswers(to: id)
  }

  /// Sends the answers that need nobody, up to the next command.
  private mutating func sendAnswers(to id: ClientID) {
    guard clients[id]?.isAwaitingReply == false else { return }
    while case .send(let bytes)? = clients[id]?.requests.first {
      clients[id]?.requests.removeFirst()
      clients[id]?.outgoing += bytes
    }
    guard clients[id]?.requests.isEmpty == false else {
      busy.remove(id)
      // Even an empty slice keeps what it was cut from.
      clients[id]?.requests = []
      return
    }
    busy.insert(id)
  }

  // MARK: - Output

  package var hasListeners: Bool {
    !listeners.isEmpty
  }

  /// Sends an event to every client that has negotiated.
  package mutating func tell(_ message: [UInt8]) {
    for id in listeners { clients[id]?.outgoing += message }
  }

  /// What is to be sent to a client, and is then forgotten here.
  package mutating func takeOutput(for id: ClientID) -> [UInt8] {
    guard let bytes = clients[id]?.outgoing, !bytes.isEmpty else { return [] }
    clients[id]?.outgoing = []
    return bytes
  }
}
