import QMP

/// What one client of a switchboard has asked for, and what it is owed.
struct SwitchboardClient {
  private var session: ServerSession
  /// What has come and is not answered; from the first command on.
  private var asked: ArraySlice<ServerSession.Action> = []
  private var owed: [UInt8]

  init(version: QEMUVersion) {
    session = ServerSession(greeting: Greeting(version: version), limits: Switchboard.limits)
    owed = session.opening
  }

  /// The command that waits for the server, or is with it.
  var command: ServerSession.Command? {
    guard case .execute(let command)? = asked.first else { return nil }
    return command
  }

  mutating func receive(_ bytes: [UInt8]) {
    asked += session.receive(bytes.span)
    settle()
  }

  /// The server's answer to ``command``.
  mutating func receive(_ result: Reply) {
    guard let command else { return }
    asked.removeFirst()
    owed += session.reply(to: command, with: result)
    settle()
  }

  mutating func receive(event: [UInt8]) {
    if session.isNegotiated { owed += event }
  }

  /// What it is owed, and has then.
  mutating func takeOwed() -> [UInt8] {
    defer { owed = [] }
    return owed
  }

  /// Everything in front of the first command is answered at once.
  private mutating func settle() {
    while case .send(let bytes)? = asked.first {
      asked.removeFirst()
      owed += bytes
    }
  }
}
