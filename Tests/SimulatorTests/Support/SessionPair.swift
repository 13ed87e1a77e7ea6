import QMP
import Simulator

/// A client's session and a simulated server, joined in memory; time is what the test says.
///
/// What the client is told comes as a transcript, a line a message: an event as ``Telling`` words it, a
/// reply as `ok` or as its error.
struct SessionPair {
  private(set) var server: SimulatedServer
  private var session: ClientSession
  private let client: SimulatedServer.ClientID
  private(set) var now = Instant(nanoseconds: 0)
  /// Every event so far.
  private(set) var events: [Event] = []
  /// What no step has given yet.
  private var untold: [String] = []
  private var tellsReplies = true
  private var reply: Reply?

  /// Connects and negotiates, unless the server is down before that.
  init(
    _ scenario: Scenario = .plain,
    _ version: QEMUVersion = QEMUVersion(7, 2, 22),
    isPretty: Bool = false
  ) {
    server = SimulatedServer(
      scenario,
      release: Release(version),
      isPretty: isPretty,
      start: now,
      wallStart: Event.Timestamp(seconds: 1_000, microseconds: 0)
    )
    client = server.connect()
    session = ClientSession(
      idPrefix: "t",
      deadline: Instant(nanoseconds: .max),
      messageLimit: 64 << 20
    )
    pump()
  }

  /// Carries one command out; the answer is the transcript from here on.
  mutating func perform(_ command: String, _ arguments: JSONObject = [:]) -> [String] {
    _ = send(Request(command, arguments))
    return takeTranscript()
  }

  /// The same for one of ``Start``.
  mutating func perform(_ request: Request) -> [String] {
    _ = send(request)
    return takeTranscript()
  }

  /// The reply to one command, nil when none came; the events stay untold.
  @discardableResult
  mutating func send(_ request: Request) -> Reply? {
    reply = nil
    guard session.isReady else { return nil }
    let bytes = session.send(request, deadline: Instant(nanoseconds: .max))
    server.receive(bytes.span, from: client, at: now)
    pump()
    return reply
  }

  /// What a query returns, null when it is refused; its reply is not told.
  mutating func query(_ command: String, _ arguments: JSONObject = [:]) -> JSONValue {
    tellsReplies = false
    defer { tellsReplies = true }
    guard case .success(let value)? = send(Request(command, arguments)) else { return .null }
    return value
  }

  /// Lets time pass; the answer is what was told meanwhile.
  mutating func pass(_ duration: Duration) -> [String] {
    now = now.advanced(by: duration)
    _ = server.advance(to: now)
    pump()
    return takeTranscript()
  }

  /// Lets time pass to where something is due next, if anything is; false when at most `limit` things do not
  /// get it any further than that.
  mutating func passToNext(atMost limit: Int) -> Bool {
    guard let next = server.advance(to: now) else { return true }
    now = max(now, next)
    let rest = server.advance(to: now, atMost: limit)
    pump()
    return rest.map { $0 > now } ?? true
  }

  /// What was told and not given yet.
  mutating func takeTranscript() -> [String] {
    defer { untold = [] }
    return untold
  }

  /// Moves bytes both ways until nobody has any.
  private mutating func pump() {
    while true {
      let bytes = server.takeOutput(for: client)
      session.receive(bytes.span)
      var isAnswering = false
      while let action = session.next() {
        switch action {
        case .send(let bytes):
          isAnswering = true
          server.receive(bytes.span, from: client, at: now)
        case .ready, .received: break
        case .reply(let result):
          reply = result
          if tellsReplies { untold.append(Telling.of(result)) }
        case .event(let event):
          events.append(event)
          untold.append(Telling.of(event))
        case .fail(let failure): untold.append("failed: \(failure)")
        }
      }
      guard isAnswering else { return }
    }
  }
}
