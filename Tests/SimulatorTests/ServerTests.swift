import QMP
import Simulator
import Testing

/// Several clients, and time.
@Suite struct ServerTests {
  private var server = SimulatedServer(
    .plain,
    release: Release(QEMUVersion(7, 2)),
    start: Instant(nanoseconds: 5),
    wallStart: Event.Timestamp(seconds: 100, microseconds: 999_999)
  )

  @Test mutating func `events go to everybody who has negotiated, replies to who asked`() {
    let (asking, listening, silent) = (connect(), connect(), server.connect())
    _ = server.takeOutput(for: silent)
    ask(Start.mirror.request(), asking)
    #expect(lines(asking) == ["created", "running", "reply"])
    #expect(lines(listening) == ["created", "running"])
    #expect(lines(silent) == [])
    server.disconnect(listening)
    ask(Request("job-cancel", ["id": "j"]), asking)
    #expect(lines(asking).count == 5)
    #expect(lines(listening) == [])
  }

  @Test mutating func `what happened before negotiation is never told`() {
    let first = connect()
    ask(Start.mirror.request(), first)
    let second = connect()
    #expect(lines(second) == [])
    ask(Request("query-jobs"), second)
    #expect(lines(second) == ["reply"])
  }

  @Test mutating func `each client's bytes are read by themselves`() {
    let (first, second) = (connect(), connect())
    let request = Array(#"{"execute": "query-version"}"#.utf8)
    for byte in request.indices {
      for client in [first, second] {
        server.receive([request[byte]].span, from: client, at: Instant(nanoseconds: 5))
      }
    }
    #expect(lines(first) == ["reply"])
    #expect(lines(second) == ["reply"])
  }

  @Test mutating func `clients take turns, a command each`() {
    let (first, second) = (connect(), connect())
    let query = Request("query-version").encoded(id: "x")
    server.receive((query + query + query).span, from: first)
    server.receive(query.span, from: second)
    #expect(server.hasRequests)
    #expect(lines(first) + lines(second) == [])
    server.serve()
    #expect(lines(first) == ["reply"])
    #expect(lines(second) == ["reply"])
    #expect(server.hasRequests(of: first) && !server.hasRequests(of: second))
    server.disconnect(first)
    #expect(!server.hasRequests)
  }

  @Test mutating func `what needs nobody is answered in its place`() {
    let client = connect()
    let query = String(decoding: Request("query-version").encoded(id: "x"), as: UTF8.self)
    server.receive(Array("nonsense\n\(query)nonsense\n\(query)".utf8).span, from: client)
    let counts = (0..<4).map { _ in
      defer { server.serve() }
      return lines(client).count
    }
    #expect(counts == [1, 2, 1, 0])
  }

  @Test mutating func `who has left asks nothing`() {
    let client = connect()
    server.disconnect(client)
    ask(Request("quit"), client)
    #expect(!server.isDown)
    #expect(server.takeOutput(for: client) == [])
    #expect(server.connect() != client)
  }

  @Test mutating func `timestamps are those of the wall`() throws {
    let client = connect()
    ask(Start.backup.request(), client)
    _ = server.takeOutput(for: client)
    _ = server.advance(to: Instant(nanoseconds: 10_000_000_000))
    let first = server.takeOutput(for: client).split(separator: UInt8(ascii: "\r")).first ?? []
    let message = try JSONParser.parse(Array(first).span).object
    // A second later, and a microsecond carries one more.
    #expect(message?["timestamp"] == ["seconds": 101, "microseconds": 999_999])
  }

  @Test mutating func `pretty messages are pretty events too`() {
    server = SimulatedServer(
      .plain,
      release: Release(QEMUVersion(7, 2)),
      isPretty: true,
      start: Instant(nanoseconds: 5)
    )
    let client = connect()
    ask(Start.mirror.request(), client)
    let text = String(decoding: server.takeOutput(for: client), as: UTF8.self)
    #expect(text.contains("    \"event\": \"JOB_STATUS_CHANGE\",\r\n    \"data\": {\r\n"))
  }

  // MARK: - Time

  @Test mutating func `time goes forward only`() {
    let client = connect()
    ask(Start.backup.request(), client)
    let due = server.advance(to: Instant(nanoseconds: 1_000))
    #expect(due.map { $0 > Instant(nanoseconds: 1_000_000_000) } == true)
    #expect(server.advance(to: Instant(nanoseconds: 0)) == due)
    #expect(server.now == Instant(nanoseconds: 1_000))
    #expect(server.advance(to: Instant(nanoseconds: 2_000_000_000)) == nil)
    #expect(server.advance(to: Instant(nanoseconds: .min)) == nil)
    #expect(server.now == Instant(nanoseconds: 2_000_000_000))
    #expect(server.advance(to: Instant(nanoseconds: .max)) == nil)
    #expect(server.now == Instant(nanoseconds: .max))
    ask(Start.backup.request("k", number: 1), client)
    #expect(server.advance(to: Instant(nanoseconds: .max)) == nil)
  }

  @Test func `steps happen in their order, each at its time`() {
    let steps = [
      Scenario.Step(after: .seconds(2), Request("job-cancel", ["id": "j"])),
      Scenario.Step(after: .seconds(1), Start.mirror.request()),
      Scenario.Step(after: .seconds(1), Request("job-pause", ["id": "j"])),
      Scenario.Step(after: .seconds(3), Request("job-cancel", ["id": "j"])),
      Scenario.Step(after: .seconds(3), Request("nonsense")),
    ]
    var pair = SessionPair(Scenario(summary: "", disks: Scenario.plain.disks, steps: steps))
    #expect(pair.pass(.milliseconds(999)) == [])
    #expect(pair.pass(.milliseconds(1)) == ["j created", "j running", "j paused"])
    #expect(
      pair.pass(.seconds(1)) == ["j running", "j aborting", "j CANCELLED", "j concluded", "j null"]
    )
    #expect(pair.server.stepFailures == [])
    #expect(pair.pass(.seconds(1)) == [])
    #expect(
      pair.server.stepFailures.map(\.error) == [
        ServerError(.generic, "Job not found"),
        ServerError(.commandNotFound, "The command nonsense has not been found"),
      ]
    )
    #expect(pair.server.stepFailures.map(\.step) == Array(steps.suffix(2)))
  }

  @Test mutating func `a limit keeps the rest for later`() {
    let steps = (0..<10).map { _ in Scenario.Step(Request("nonsense")) }
    server = SimulatedServer(
      Scenario(summary: "", disks: [], steps: steps),
      release: Release(QEMUVersion(7, 2)),
      start: Instant(nanoseconds: 5)
    )
    let far = Instant(nanoseconds: 1_000)
    #expect(server.advance(to: far, atMost: 4) == Instant(nanoseconds: 5))
    #expect(server.stepFailures.count == 4)
    #expect(server.now == Instant(nanoseconds: 5))
    #expect(server.advance(to: far, atMost: 6) == nil)
    #expect(server.stepFailures.count == 10)
    #expect(server.now == far)
  }

  // MARK: - Parts

  /// A client that has negotiated, and has read what was said so far.
  private mutating func connect() -> SimulatedServer.ClientID {
    let client = server.connect()
    ask(Request("qmp_capabilities"), client)
    _ = server.takeOutput(for: client)
    return client
  }

  private mutating func ask(_ request: Request, _ client: SimulatedServer.ClientID) {
    server.receive(request.encoded(id: "x").span, from: client, at: server.now)
  }

  /// The statuses and companions told to a client since the last look, and `reply` for each reply.
  private mutating func lines(_ client: SimulatedServer.ClientID) -> [String] {
    let text = String(decoding: server.takeOutput(for: client), as: UTF8.self)
    return text.split(separator: "\r\n").map { line in
      let message = (try? JSONParser.parse(String(line)))?.object
      guard let event = message?["event"]?.string else { return "reply" }
      return message?["data"]?.object?["status"]?.string ?? event
    }
  }
}
