import QMP

// Starting points and steps of a conversation; ids begin with "t", the clock starts at 0.

extension ClientSession {
  /// As just connected, with five seconds for greeting and negotiation.
  static func connected(isTracing: Bool = false, messageLimit: Int = 1_000) -> ClientSession {
    ClientSession(
      idPrefix: "t",
      deadline: .seconds(5),
      isTracing: isTracing,
      messageLimit: messageLimit
    )
  }

  /// The greeting has come and `qmp_capabilities` has been sent.
  static func negotiating(isTracing: Bool = false) -> ClientSession {
    var session = connected(isTracing: isTracing)
    _ = session.actions(after: .greeting)
    return session
  }

  static func ready(isTracing: Bool = false) -> ClientSession {
    var session = negotiating(isTracing: isTracing)
    _ = session.actions(after: #"{"return": {}, "id": "t-1"}"#)
    return session
  }

  /// `query-jobs` has been sent as "t-2", with a minute for its reply.
  static func waitingForJobs(isTracing: Bool = false) -> ClientSession {
    var session = ready(isTracing: isTracing)
    _ = session.send(Request("query-jobs"), deadline: .seconds(60))
    return session
  }

  mutating func actions(after text: String) -> [Action] {
    actions(after: text.bytes)
  }

  mutating func actions(after bytes: [UInt8]) -> [Action] {
    receive(bytes.span)
    var actions: [Action] = []
    while let action = next() {
      actions.append(action)
    }
    return actions
  }
}

extension ClientSession.Action: Equatable {
  static func == (left: Self, right: Self) -> Bool {
    switch (left, right) {
    case (.send(let left), .send(let right)): left == right
    case (.ready(let left), .ready(let right)): left == right
    case (.reply(let left), .reply(let right)): left == right
    case (.event(let left), .event(let right)): left == right
    case (.received(let left), .received(let right)): left == right
    case (.fail(let left), .fail(let right)): left == right
    default: false
    }
  }

  static func send(_ line: String) -> Self {
    .send((line + "\n").bytes)
  }

  static func received(_ text: String) -> Self {
    .received(text.bytes)
  }

  /// The event that a text holds.
  static func event(_ text: String) -> Self {
    Event(text).map(Self.event) ?? .received("no event: " + text)
  }
}

extension Instant {
  static func seconds(_ count: Int64) -> Instant {
    Instant(nanoseconds: count * 1_000_000_000)
  }
}

extension Greeting {
  /// What ``Swift/String/greeting`` says.
  static let qemu = Greeting(version: QEMUVersion(7, 2, 22), capabilities: ["oob"])
}

extension String {
  static let greeting = """
    {"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "package": ""}, \
    "capabilities": ["oob"]}}\r\n
    """
}
