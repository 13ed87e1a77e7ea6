/// One conversation with a server, and many clients who have it together, as a value.
///
/// Bytes of the server go in with ``receive(_:)``, those of a client with ``receive(_:from:)``;
/// ``next()`` is then asked until it answers nil. What is to be sent to a client is taken with
/// ``takeOutput(for:)``.
///
/// Each client negotiates for itself, has its own ids, gets its replies in its order, and every
/// event from its negotiation on. Commands go to the server one at a time, the first of each client
/// in the order of their coming: whoever asks for much stands in line again behind every command.
/// The server sees ids of the switchboard only, so that those of two clients cannot be mixed up.
///
/// A client that goes takes with it what it has asked for, but for the command that is with the
/// server: its reply is dropped. Nothing is carried out of band, so that is not offered.
package struct Switchboard {
  package typealias ClientID = ClientTable.ClientID

  package enum Action: Sendable {
    /// Write these bytes to the server.
    case send([UInt8])
    /// The server has agreed to talk: clients may come.
    case open
    /// The conversation with the server is over, and so are those with the clients.
    case fail(SessionFailure)
  }

  /// What a request may have at most: as values, so many tokens take less than 4 MiB.
  ///
  /// There may be as many at once as there are clients. QEMU's own limits are larger, its requests
  /// are not.
  package static let limits = {
    var limits = RequestReader.Limits()
    limits.bytes = 1 << 20
    limits.tokens = 1 << 15
    return limits
  }()

  private var upstream: ClientSession
  private var clients = ClientTable()
  /// What is told to new clients; nil until the server has said it.
  private var greeting: Greeting?
  /// Clients whose next command waits for its turn.
  private var queue: ArraySlice<ClientID> = []
  /// What the server has not answered yet.
  private var outstanding: (client: ClientID, command: ServerSession.Command)?
  /// Whoever stands between has told that the server ended the conversation.
  package private(set) var hasServerEnded = false
  /// No command is sent any more.
  private var isEnding = false
  /// The message of which the next action tells.
  private var message: [UInt8] = []
  /// Events that came together, for all clients.
  private var news: [UInt8] = []

  /// Starts awaiting the greeting.
  ///
  /// - Parameters:
  ///   - idPrefix: What the ids begin with that the server sees, random.
  ///   - deadline: When greeting and negotiation together are given up.
  package init(idPrefix: String, deadline: Instant) {
    upstream = ClientSession(idPrefix: idPrefix, deadline: deadline, isTracing: true)
  }

  /// Goes on with a conversation that has been negotiated, whose greeting is told to clients.
  package init(continuing conversation: ClientSession, greeting: Greeting) {
    upstream = conversation
    upstream.isTracing = true
    self.greeting = Self.told(greeting)
  }

  /// What clients are told of a server's greeting.
  private static func told(_ greeting: Greeting) -> Greeting {
    Greeting(version: greeting.version, package: greeting.package)
  }

  // MARK: - The server

  package mutating func receive(_ bytes: Span<UInt8>) {
    upstream.receive(bytes)
  }

  /// The server closed the connection.
  package mutating func endOfFile() -> SessionFailure {
    upstream.endOfFile()
  }

  /// When the negotiation is given up; a reply takes as long as it takes, since every client has a
  /// patience of its own.
  package var deadline: Instant? {
    isOpen ? nil : upstream.deadline
  }

  package mutating func expire(at now: Instant) -> SessionFailure? {
    isOpen ? nil : upstream.expire(at: now)
  }

  /// What to do next, or nil until something is received.
  package mutating func next() -> Action? {
    while let action = upstream.next() {
      switch action {
      case .received(let bytes): message = bytes
      case .send(let bytes): return .send(bytes)
      case .ready(let greeting):
        self.greeting = Self.told(greeting)
        return .open
      case .event(let event):
        if event.name == Self.farewell { hasServerEnded = true }
        news += message
        news += "\r\n".utf8
      case .reply(let result): reply(result)
      case .fail(let failure):
        tellNews()
        return .fail(failure)
      }
    }
    tellNews()
    return nextCommand().map(Action.send)
  }

  private mutating func tellNews() {
    guard !news.isEmpty else { return }
    clients.tell(news)
    news.removeAll(keepingCapacity: true)
  }

  private mutating func reply(_ result: Reply) {
    // Whoever compares a reply with the events goes by their order.
    tellNews()
    guard let (client, command) = outstanding else { return }
    outstanding = nil
    clients.reply(to: command, of: client, with: result)
    enqueue(client)
  }

  // MARK: - Turns

  /// The bytes of the next command whose turn it is.
  private mutating func nextCommand() -> [UInt8]? {
    guard !isEnding, upstream.isReady else { return nil }
    while let client = queue.popFirst() {
      guard let command = clients.nextCommand(of: client) else { continue }
      outstanding = (client, command)
      return upstream.send(Request(command.name, command.arguments), deadline: .never)
    }
    return nil
  }

  private mutating func enqueue(_ client: ClientID) {
    guard clients.hasRequests(of: client), outstanding?.client != client,
      !queue.contains(client)
    else { return }
    queue.append(client)
  }

  // MARK: - Clients

  /// Whether clients may come.
  package var isOpen: Bool {
    greeting != nil
  }

  /// Admits a client, whose first output is the server's greeting; nil before there is one.
  package mutating func connect() -> ClientID? {
    connect(isNegotiated: false)
  }

  /// Admits a client that has had greeting and negotiation from somebody else.
  package mutating func adopt() -> ClientID? {
    connect(isNegotiated: true)
  }

  private mutating func connect(isNegotiated: Bool) -> ClientID? {
    guard let greeting else { return nil }
    tellNews()
    return clients.admit(
      ServerSession(greeting: greeting, limits: Self.limits, isNegotiated: isNegotiated)
    )
  }

  package mutating func receive(_ bytes: Span<UInt8>, from id: ClientID) {
    tellNews()
    clients.receive(bytes, from: id)
    enqueue(id)
  }

  package mutating func disconnect(_ id: ClientID) {
    clients.remove(id)
    queue.removeAll { $0 == id }
  }

  /// Whether there are any who have negotiated.
  package var hasClients: Bool {
    clients.hasListeners
  }

  /// Whether this client waits for a reply; until it has that, no more need be read from it.
  package func hasRequests(of id: ClientID) -> Bool {
    clients.hasRequests(of: id)
  }

  /// What is to be sent to a client, and is then forgotten here.
  package mutating func takeOutput(for id: ClientID) -> [UInt8] {
    clients.takeOutput(for: id)
  }

  // MARK: - The end

  /// The event by which clients are told that the server has ended the conversation, and not only
  /// whoever passed it on; no server has one of this name.
  package static let farewell = "X_JOBCTL_SERVER_ENDED"

  /// Tells them so.
  package mutating func bidFarewell() {
    tellNews()
    let time = #"{"seconds": -1, "microseconds": -1}"#
    clients.tell(Array("{\"timestamp\": \(time), \"event\": \"\(Self.farewell)\"}\r\n".utf8))
  }

  /// Sends no command any more; true once the last one has its reply.
  package mutating func end() -> Bool {
    isEnding = true
    return outstanding == nil
  }
}
