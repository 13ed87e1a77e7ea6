import QMP
import Testing

@Suite struct SwitchboardTests {
  private static let time = #""timestamp": {"seconds": 1, "microseconds": 2}"#

  // MARK: - The beginning

  @Test func `clients may come when the server has agreed to talk`() {
    var switchboard = Switchboard(idPrefix: "t", deadline: .seconds(5))
    #expect(!switchboard.isOpen)
    #expect(switchboard.deadline == .seconds(5))
    #expect(
      switchboard.server(.greeting) == [#"{"execute": "qmp_capabilities", "id": "t-1"}"#]
    )
    #expect(!switchboard.isOpen)
    #expect(switchboard.answer(1) == ["open"])
    #expect(switchboard.isOpen)
    #expect(switchboard.deadline == nil)
  }

  @Test func `a conversation is gone on with, and so is that of whoever began it`() {
    var session = ClientSession(idPrefix: "t", deadline: .seconds(5))
    let reply = #"{"return": {}, "id": "t-1"}"#
    let events = ["A", "B"].map { "{\"event\": \"\($0)\", \(Self.time)}" }
    session.receive((String.greeting + reply + events[0] + events[1].prefix(9)).bytes.span)
    var greeting: Greeting?
    while greeting == nil, let action = session.next() {
      if case .ready(let told) = action { greeting = told }
    }
    guard let greeting else { return #expect(Bool(false), "it has not greeted") }
    var switchboard = Switchboard(continuing: session, greeting: greeting)
    session.dropUnread()
    #expect(session.next() == nil)
    let first = switchboard.adopt() ?? 0
    #expect(switchboard.server(String(events[1].dropFirst(9))) == [])
    #expect(switchboard.output(first) == events)
    let second = switchboard.client()
    let bytes = session.send(Request("query-jobs"), deadline: .seconds(9))
    #expect(switchboard.client(first, bytes.text) == [#"{"execute": "query-jobs", "id": "t-2"}"#])
    #expect(switchboard.server(#"{"return": [], "id": "t-2"}"#) == [])
    session.receive(switchboard.takeOutput(for: first).span)
    guard case .reply(.success(let jobs)) = session.next() else {
      return #expect(Bool(false), "no reply")
    }
    #expect(jobs == .array([]))
    #expect(switchboard.output(second) == [])
  }

  @Test func `that the server has ended is an event for those who get events`() {
    var switchboard = Switchboard.open()
    let (client, newcomer) = (switchboard.client(), switchboard.newcomer())
    switchboard.bidFarewell()
    let event = #""event": "\#(Switchboard.farewell)"}"#
    #expect(
      switchboard.output(client) == [
        #"{"timestamp": {"seconds": -1, "microseconds": -1}, "# + event
      ]
    )
    #expect(switchboard.output(newcomer) == [])
  }

  @Test func `a server that does not greet is given up`() {
    var switchboard = Switchboard(idPrefix: "t", deadline: .seconds(5))
    let (early, late) = (switchboard.expire(at: .seconds(4)), switchboard.expire(at: .seconds(5)))
    #expect(early == nil)
    #expect(late == .timedOut(.greeting, started: false))
  }

  @Test func `a client is greeted as the server greets, without what cannot be passed on`() {
    var switchboard = Switchboard.open()
    let client = switchboard.connect() ?? 0
    #expect(
      switchboard.output(client) == [
        """
        {"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "package": ""}, \
        "capabilities": []}}
        """
      ]
    )
  }

  @Test(arguments: [
    (#"{"execute": "query-jobs", "id": 1}"#, "1 CommandNotFound: \(ServerSessionTests.expecting)"),
    (
      #"{"execute": "qmp_capabilities", "arguments": {"enable": ["oob"]}, "id": 2}"#,
      "2 GenericError: Capability 'oob' not available"
    ),
    (
      #"{"execute": "qmp_capabilities", "arguments": {"enable": ["new"]}}"#,
      "GenericError: Parameter 'null' does not accept value 'new'"
    ),
    ("[1]", "GenericError: QMP input must be a JSON object"),
    ("{]", "GenericError: JSON parse error, expecting value"),
  ])
  func `what is wrong is answered as by the server, who hears nothing of it`(
    _ request: String,
    _ reply: String
  ) {
    var switchboard = Switchboard.open()
    let client = switchboard.newcomer()
    #expect(switchboard.client(client, request) == [])
    #expect(switchboard.said(client) == [reply])
    #expect(switchboard.client(client, #"{"execute": "qmp_capabilities"}"#) == [])
    #expect(switchboard.said(client) == ["ok"])
  }

  // MARK: - Commands

  @Test func `each client gets the reply to its own command, with its own id`() {
    var switchboard = Switchboard.open()
    let (first, second) = (switchboard.client(), switchboard.client())
    #expect(
      switchboard.client(first, #"{"execute": "a", "id": "t-2", "arguments": {"x": [1, null]}}"#)
        == [#"{"execute": "a", "arguments": {"x": [1, null]}, "id": "t-2"}"#]
    )
    #expect(switchboard.client(second, #"{"execute": "b", "id": "t-2"}"#) == [])
    #expect(
      switchboard.server(#"{"return": {"of": "a"}, "id": "t-2"}"#)
        == [#"{"execute": "b", "id": "t-3"}"#]
    )
    #expect(
      switchboard.server(#"{"id": "t-3", "error": {"class": "DeviceNotFound", "desc": "no"}}"#)
        == []
    )
    #expect(switchboard.output(first) == [#"{"return": {"of": "a"}, "id": "t-2"}"#])
    #expect(switchboard.said(second) == [#""t-2" DeviceNotFound: no"#])
  }

  @Test(arguments: [
    (nil, #"{"return": {}}"#), ("null", #"{"return": {}, "id": null}"#),
    (#"{"a": [1.5]}"#, #"{"return": {}, "id": {"a": [1.5]}}"#),
  ])
  func `an id may be anything, or missing`(_ id: String?, _ reply: String) {
    var switchboard = Switchboard.open()
    let client = switchboard.client()
    let member = id.map { ", \"id\": \($0)" } ?? ""
    _ = switchboard.client(client, "{\"execute\": \"a\"\(member)}")
    _ = switchboard.answer(2)
    #expect(switchboard.output(client) == [reply])
  }

  @Test func `a client's mistakes are answered in the order of its requests`() {
    var switchboard = Switchboard.open()
    let client = switchboard.client()
    _ = switchboard.client(client, #"{"execute": "a", "id": 1} 5 {"execute": "b", "id": 2}"#)
    #expect(switchboard.said(client) == [])
    #expect(switchboard.client(client, #"{"id": 3}"#) == [])
    #expect(switchboard.said(client) == [])
    #expect(switchboard.answer(2) == [#"{"execute": "b", "id": "t-3"}"#])
    #expect(switchboard.said(client) == ["1 ok", "GenericError: QMP input must be a JSON object"])
    #expect(switchboard.answer(3) == [])
    #expect(
      switchboard.said(client) == ["2 ok", "3 GenericError: QMP input lacks member 'execute'"]
    )
  }

  @Test func `a thousand commands of one client do not keep another waiting`() {
    var switchboard = Switchboard.open()
    let (greedy, modest) = (switchboard.client(), switchboard.client())
    let many = String(repeating: #"{"execute": "many"}"#, count: 1_000)
    #expect(switchboard.client(greedy, many) == [#"{"execute": "many", "id": "t-2"}"#])
    #expect(switchboard.client(modest, #"{"execute": "one"}{"execute": "two"}"#) == [])
    #expect(switchboard.answer(2) == [#"{"execute": "one", "id": "t-3"}"#])
    #expect(switchboard.answer(3) == [#"{"execute": "many", "id": "t-4"}"#])
    #expect(switchboard.answer(4) == [#"{"execute": "two", "id": "t-5"}"#])
    for number in 5...1_002 { _ = switchboard.answer(number) }
    #expect(switchboard.hasRequests(of: greedy))
    #expect(switchboard.answer(1_003) == [])
    #expect(!switchboard.hasRequests(of: greedy))
    #expect(switchboard.output(greedy).count == 1_000)
  }

  @Test func `commands go in the order of their coming`() {
    var switchboard = Switchboard.open()
    let clients = (1...4).map { _ in switchboard.client() }
    let order = [2, 3, 0, 1]
    for index in order {
      _ = switchboard.client(clients[index], "{\"execute\": \"c\(index)\"}")
    }
    let sent = (2...4).flatMap { switchboard.answer($0) }
    #expect(
      sent == zip([3, 0, 1], 3...).map { "{\"execute\": \"c\($0)\", \"id\": \"t-\($1)\"}" }
    )
  }

  // MARK: - Events

  @Test func `every client that has negotiated gets every event, and in its place`() {
    var switchboard = Switchboard.open()
    let (first, second) = (switchboard.client(), switchboard.client())
    let silent = switchboard.newcomer()
    _ = switchboard.client(first, #"{"execute": "a", "id": 1}"#)
    let before = #"{"event": "BEFORE", "data": {"x": 1.0}}"#
    let after = #"{"event":"AFTER"}"#
    let reply = #"{"return": {}, "id": "t-2"}"#
    #expect(switchboard.server([before, reply, after].joined(separator: "\r\n")) == [])
    #expect(switchboard.output(first) == [before, #"{"return": {}, "id": 1}"#, after])
    #expect(switchboard.output(second) == [before, after])
    #expect(switchboard.output(silent) == [])
    let late = switchboard.client()
    #expect(switchboard.output(late) == [])
  }

  // MARK: - The end

  @Test func `what a client has asked for goes with it`() {
    var switchboard = Switchboard.open()
    let (gone, other) = (switchboard.client(), switchboard.client())
    _ = switchboard.client(gone, #"{"execute": "a"}{"execute": "b"}"#)
    _ = switchboard.client(other, #"{"execute": "c", "id": 1}"#)
    switchboard.disconnect(gone)
    #expect(switchboard.server("") == [])
    #expect(switchboard.answer(2) == [#"{"execute": "c", "id": "t-3"}"#])
    #expect(switchboard.answer(3) == [])
    #expect(switchboard.output(gone) == [])
    #expect(switchboard.output(other) == [#"{"return": {}, "id": 1}"#])
  }

  @Test func `the last command has its reply before the end, and none follows it`() {
    var switchboard = Switchboard.open()
    let client = switchboard.client()
    _ = switchboard.client(client, #"{"execute": "a", "id": 1}{"execute": "b", "id": 2}"#)
    let early = switchboard.end()
    #expect(!early)
    #expect(switchboard.answer(2) == [])
    let late = switchboard.end()
    #expect(late)
    #expect(switchboard.said(client) == ["1 ok"])
  }

  @Test func `the end of the server is that of the conversation`() {
    var switchboard = Switchboard.open()
    let client = switchboard.client()
    _ = switchboard.client(client, #"{"execute": "quit"}"#)
    let end = switchboard.endOfFile()
    #expect(end == .closed(.reply(command: "quit"), midMessage: false))
    #expect(switchboard.client(client, #"{"execute": "a"}"#) == [])
  }

  @Test func `an event before what is no JSON is still told`() {
    var switchboard = Switchboard.open()
    let client = switchboard.client()
    #expect(switchboard.server(#"{"event": "LAST"} {"a" 1}"#).count == 1)
    #expect(switchboard.output(client) == [#"{"event": "LAST"}"#])
  }

  // MARK: - Hostile input

  @Test(arguments: [
    [0], [0xFF, 0xFE], Array(0...255), [UInt8](repeating: 0x5B, count: 5_000),
    [UInt8](repeating: 0x7D, count: 1_000), Array("\"never closed".utf8),
    Array(String(repeating: "{\"a\":", count: 2_000).utf8),
    Array(#"{"execute": "a", "execute": "b"}"#.utf8), Array(#"{"exec-oob": "a"}"#.utf8),
    Array(("{\"execute\": \"" + String(repeating: "x", count: 10_000)).utf8),
  ])
  func `bytes of any kind are that client's own trouble`(_ bytes: [UInt8]) {
    var switchboard = Switchboard.open()
    let (hostile, other) = (switchboard.client(), switchboard.client())
    switchboard.receive(bytes.span, from: hostile)
    #expect(switchboard.server("") == [])
    #expect(
      switchboard.client(other, #"{"execute": "a", "id": 1}"#)
        == [#"{"execute": "a", "id": "t-2"}"#]
    )
    _ = switchboard.answer(2)
    #expect(switchboard.said(other) == ["1 ok"])
    _ = switchboard.client(hostile, "\n\u{1}\n")
    _ = switchboard.output(hostile)
    _ = switchboard.client(hostile, #"{"execute": "b", "id": 2}"# + "\n")
    _ = switchboard.answer(3)
    #expect(switchboard.said(hostile) == ["2 ok"])
  }

  @Test func `a request beyond the limit is refused`() {
    var switchboard = Switchboard.open()
    let client = switchboard.client()
    let long = String(repeating: "x", count: 5 << 20)
    #expect(switchboard.client(client, "{\"execute\": \"a\", \"id\": \"\(long)\"}\n") == [])
    #expect(switchboard.said(client).first == "GenericError: JSON token size limit exceeded")
  }

  @Test func `replies that nobody waits for are dropped`() {
    var switchboard = Switchboard.open()
    let client = switchboard.client()
    #expect(switchboard.server(#"{"return": 1, "id": "t-2"}{"return": 2}"#) == [])
    #expect(switchboard.output(client) == [])
    _ = switchboard.client(client, #"{"execute": "a", "id": 1}"#)
    #expect(switchboard.server(#"{"return": 3, "id": "t-9"}{"return": 4, "id": 2}"#) == [])
    #expect(switchboard.output(client) == [])
    #expect(switchboard.answer(2) == [])
    #expect(switchboard.said(client) == ["1 ok"])
  }
}
