extension FakeMonitor {
  /// What the thread does for one client.
  enum Role: Sendable {
    case script([Step])
    case conversation(greeting: JSON, @Sendable (Request) -> [Response])
  }

  /// Starts the thread that serves one client after the other, and owns the listening socket.
  static func serve(
    _ listener: Listener,
    _ gate: OwnedDescriptor,
    _ mailbox: Watched<[Response]>,
    _ log: Watched<Log>,
    _ role: @escaping @Sendable (_ client: Int) -> Role?
  ) throws(SupportFailure) -> ServerThread {
    try ServerThread { stop in
      var client = 0
      while let current = role(client), let socket = listener.accept(stop: stop) {
        log.update { $0.connections.append([]) }
        do throws(ServerConnection.End) {
          let connection = ServerConnection(socket, stop: stop)
          var session = Session(
            connection: connection,
            log: log,
            gate: gate,
            mailbox: mailbox
          )
          try session.play(current)
        } catch {
          if error == .stopped { return }
        }
        log.update { $0.ended += 1 }
        client += 1
      }
    }
  }

  /// One client's turn.
  private struct Session {
    var connection: ServerConnection
    let log: Watched<Log>
    let gate: OwnedDescriptor
    let mailbox: Watched<[Response]>
    var last = Request("")

    mutating func play(_ role: Role) throws(ServerConnection.End) {
      switch role {
      case .script(let steps):
        for step in steps { try play(step) }
      case .conversation(let greeting, let respond):
        try connection.send(greeting)
        while true {
          guard try receive(unless: gate) else {
            let words = mailbox.update { words in
              defer { words = [] }
              return words
            }
            for word in words { try play(word) }
            continue
          }
          let isNegotiation = last.command == "qmp_capabilities"
          for response in isNegotiation ? [.succeed] : respond(last) { try play(response) }
        }
      }
    }

    private mutating func play(_ step: Step) throws(ServerConnection.End) {
      switch step {
      case .send(let bytes):
        try connection.send(bytes)
      case .receive:
        try receive()
      case .reply(let message):
        try reply(message)
      case .waitForTest:
        try connection.wait(for: gate)
      case .close:
        throw .peerLeft
      case .reset:
        connection.resetWhenClosed()
        throw .peerLeft
      case .stall:
        while true { try receive() }
      case .stallWithoutReading:
        try connection.waitForPeerToLeave()
      case .flood(let bytes):
        while true { try connection.send(bytes) }
      }
    }

    private func play(_ response: Response) throws(ServerConnection.End) {
      switch response {
      case .succeed(let result):
        try reply(["return": result])
      case .fail(let text, let errorClass):
        try reply(["error": ["class": .string(errorClass), "desc": .string(text)]])
      case .event(let name, let data):
        try connection.send(FakeMonitor.event(name, data))
      case .send(let bytes):
        try connection.send(bytes)
      case .close:
        throw .peerLeft
      case .perform(let work):
        work()
        // Whoever waits for the log may wait for this.
        log.update { _ in }
      }
    }

    private mutating func receive() throws(ServerConnection.End) {
      note(try connection.receive())
    }

    /// False when the gate was opened first.
    private mutating func receive(unless gate: OwnedDescriptor) throws(ServerConnection.End) -> Bool
    {
      guard let message = try connection.receive(unless: gate) else { return false }
      note(message)
      return true
    }

    private mutating func note(_ message: String) {
      last = Request(message)
      log.update { $0.connections[$0.connections.count - 1].append(message) }
    }

    private func reply(_ message: JSON) throws(ServerConnection.End) {
      var message = message
      message["id"] = last.id
      try connection.send(message)
    }
  }
}
