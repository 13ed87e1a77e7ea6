import QMP

/// A switchboard, and beside it what it owes to whom.
///
/// Once the server has said something that servers do not say, nobody can tell what is owed; then
/// all that counts is that what clients get is JSON.
struct SwitchboardRun {
  private var switchboard = Switchboard(idPrefix: "f", deadline: .never)
  /// All there ever were; nil for those that have gone.
  private var clients: [Switchboard.ClientID: SwitchboardClient?] = [:]
  /// The clients whose command is yet to be sent, the next one first.
  private var turns: [Switchboard.ClientID] = []
  /// What the server has been asked.
  private var outstanding: (client: Switchboard.ClientID, request: JSONObject)?
  private var count = 0
  private var isEnding = false
  private var isServerStrange = false
  /// The conversation with the server is over.
  private(set) var isOver = false

  private static let version = QEMUVersion(10, 0)

  /// Opens the conversation with the server.
  init() throws(Finding) {
    let greeting = ServerSession(greeting: Greeting(version: Self.version)).opening
    switchboard.receive(greeting.span)
    guard case .send? = switchboard.next() else { throw Finding("no negotiation") }
    switchboard.receive([UInt8](#"{"return": {}, "id": "f-1"}"#.utf8).span)
    guard case .open? = switchboard.next() else { throw Finding("not open") }
  }

  // MARK: - Clients

  mutating func connect() {
    guard clients.count < 8, let id = switchboard.connect() else { return }
    clients[id] = SwitchboardClient(version: Self.version)
  }

  mutating func disconnect(_ number: Int) throws(Finding) {
    guard let id = client(number) else { return }
    switchboard.disconnect(id)
    clients[id] = .some(nil)
    turns.removeAll { $0 == id }
    try Finding.unless(
      switchboard.takeOutput(for: id).isEmpty && !switchboard.hasRequests(of: id),
      "client \(id) has gone and is still owed something"
    )
    try perform()
  }

  mutating func receive(_ bytes: [UInt8], from number: Int) throws(Finding) {
    guard let id = client(number) else { return }
    switchboard.receive(bytes.span, from: id)
    clients[id]??.receive(bytes)
    takeTurn(id)
    try perform()
  }

  private func client(_ number: Int) -> Switchboard.ClientID? {
    clients.isEmpty ? nil : clients.keys.sorted()[number % clients.count]
  }

  private mutating func takeTurn(_ id: Switchboard.ClientID) {
    guard clients[id]??.command != nil, outstanding?.client != id, !turns.contains(id) else {
      return
    }
    turns.append(id)
  }

  // MARK: - The server

  /// The server answers what it has been asked, if it has.
  mutating func answer(succeeds: Bool) throws(Finding) {
    guard let (id, request) = outstanding else { return }
    count += 1
    let value: JSONValue = ["count": .integer(Int64(count))]
    let error = ServerError(.deviceNotFound, "no \(count)")
    var reply: JSONObject =
      succeeds
      ? ["return": value]
      : ["error": ["class": .string(error.errorClass.name), "desc": .string(error.text)]]
    reply["id"] = request["id"]
    outstanding = nil
    switchboard.receive(ServerSession.Manner().encode(reply).span)
    clients[id]??.receive(succeeds ? .success(value) : .failure(error))
    takeTurn(id)
    try perform()
  }

  mutating func tellEvent() throws(Finding) {
    count += 1
    let event = ServerSession.Manner().encode(["event": "E", "data": ["n": .integer(Int64(count))]])
    switchboard.receive(event.span)
    for id in clients.keys { clients[id]??.receive(event: event) }
    try perform()
  }

  /// The server says whatever it likes.
  mutating func receiveRaw(_ bytes: [UInt8]) throws(Finding) {
    isServerStrange = true
    switchboard.receive(bytes.span)
    try perform()
  }

  mutating func end() throws(Finding) {
    isEnding = true
    let isDone = switchboard.end()
    try Finding.unless(isServerStrange || isDone == (outstanding == nil), "ended: \(isDone)")
    try perform()
  }

  mutating func endOfFile() throws(Finding) {
    _ = switchboard.endOfFile()
    isOver = true
    try Finding.unless(switchboard.next() == nil, "an action behind the end")
  }

  // MARK: - What it does

  private mutating func perform() throws(Finding) {
    while let action = switchboard.next() {
      switch action {
      case .send(let bytes): try take(bytes)
      case .open: throw Finding("opened twice")
      case .fail(let failure):
        try Finding.unless(isServerStrange, "failed: \(failure)")
        isOver = true
        try Finding.unless(switchboard.next() == nil, "an action behind the end")
      }
    }
    if !isServerStrange {
      try Finding.unless(
        isEnding || outstanding != nil || turns.isEmpty,
        "client \(turns) waits for nothing"
      )
    }
  }

  /// A request that the switchboard makes: that of the client whose turn it is.
  private mutating func take(_ bytes: [UInt8]) throws(Finding) {
    let text = String(decoding: bytes, as: UTF8.self)
    var reader = RequestReader(for: Self.version)
    guard case .value(.object(let request))? = reader.receive(bytes.span).first else {
      throw Finding("\(text) is no request")
    }
    guard !isServerStrange else { return outstanding = (0, request) }
    try Finding.unless(!isEnding && outstanding == nil, "\(text) is sent too early")
    guard let id = turns.first, let command = clients[id]??.command else {
      throw Finding("\(text) is sent for nobody")
    }
    turns.removeFirst()
    outstanding = (id, request)
    try Finding.unless(
      request["execute"] == .string(command.name)
        && (request["arguments"] ?? [:]) == .object(command.arguments),
      "\(text) is sent for \(command)"
    )
  }

  // MARK: - What clients get

  mutating func compareOutputs() throws(Finding) {
    for number in 0..<clients.count { try compareOutput(of: number) }
  }

  mutating func compareOutput(of number: Int) throws(Finding) {
    guard let id = client(number) else { return }
    let output = switchboard.takeOutput(for: id)
    guard !isServerStrange else { return try checkMessages(output) }
    let owed = clients[id]??.takeOwed() ?? []
    try Finding.unless(
      output == owed,
      "client \(id) gets \(String(decoding: output, as: UTF8.self)), "
        + "not \(String(decoding: owed, as: UTF8.self))"
    )
  }

  private func checkMessages(_ output: [UInt8]) throws(Finding) {
    var splitter = MessageSplitter()
    splitter.append(output.span)
    while let message = try? splitter.next() {
      try Finding.unless(
        (try? JSONParser.parse(message.span))?.object != nil,
        "\(String(decoding: message, as: UTF8.self)) is no message"
      )
    }
    try Finding.unless(!splitter.isInsideMessage, "part of a message is sent")
  }
}
