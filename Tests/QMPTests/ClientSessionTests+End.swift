import QMP
import Testing

// How conversations end before their end.

extension ClientSessionTests {
  @Test(arguments: [
    (Conversation.connected, "", SessionFailure.Phase.greeting),
    (.connected, #"{"QMP": {"ver"#, .greeting),
    (.negotiating, "", .negotiation),
    (.negotiating, "{", .negotiation),
    (.waitingForJobs, "", .reply(command: "query-jobs")),
    (.waitingForJobs, #"{"return": ["#, .reply(command: "query-jobs")),
    (.ready, "", .idle),
    (.ready, #"{"event": "#, .idle),
  ])
  func `the end of the file says what was awaited`(
    _ conversation: Conversation,
    _ rest: String,
    _ phase: SessionFailure.Phase
  ) {
    var session = conversation.session
    #expect(session.actions(after: rest).isEmpty)
    #expect(session.endOfFile() == .closed(phase, midMessage: !rest.isEmpty))
    #expect(session.next() == nil)
    #expect(session.deadline == nil)
    #expect(!session.isReady)
  }

  @Test(arguments: [
    (Conversation.connected, "", SessionFailure.Phase.greeting, Int64(5)),
    (.connected, "  \r\n", .greeting, 5),
    (.connected, #"{"QMP": {"ver"#, .greeting, 5),
    (.connected, #"{"return": {}, "id": "old"} {"#, .greeting, 5),
    (.negotiating, "", .negotiation, 5),
    (.negotiating, "{", .negotiation, 5),
    (.waitingForJobs, "", .reply(command: "query-jobs"), 60),
    (.waitingForJobs, #"{"return": ["#, .reply(command: "query-jobs"), 60),
  ])
  func `a deadline says what was awaited, and whether it had begun`(
    _ conversation: Conversation,
    _ rest: String,
    _ phase: SessionFailure.Phase,
    _ deadline: Int64
  ) {
    var session = conversation.session
    #expect(session.actions(after: rest).isEmpty)
    #expect(session.expire(at: .seconds(deadline).advanced(by: .nanoseconds(-1))) == nil)
    #expect(
      session.expire(at: .seconds(deadline)) == .timedOut(phase, started: rest.contains("{"))
    )
    #expect(session.expire(at: .seconds(deadline)) == nil)
    #expect(session.actions(after: .greeting).isEmpty)
  }

  @Test func `nothing expires while nothing is awaited`() {
    var session = ClientSession.ready()
    #expect(session.expire(at: .seconds(1_000_000)) == nil)
    #expect(session.isReady)
  }

  @Test func `a server may refuse the negotiation`() {
    var session = ClientSession.negotiating()
    let refusal = #"{"id": "t-1", "error": {"class": "GenericError", "desc": "no"}}"#
    #expect(
      session.actions(after: refusal) == [
        .fail(.negotiationRefused(ServerError(.generic, "no")))
      ]
    )
    #expect(session.deadline == nil)
  }

  @Test(arguments: ["QEMU 7.2.22 monitor - type 'help'", "\u{1B}[K", "[1]", "\"QMP\"", "-", "}"])
  func `what begins otherwise than a greeting is no QMP, at once`(_ text: String) {
    var session = ClientSession.connected()
    #expect(session.actions(after: text) == [.fail(.notQMP(excerpt: text.bytes))])

    session = .connected()
    let first = String(text.unicodeScalars.prefix(1))
    #expect(session.actions(after: "\r\n" + first) == [.fail(.notQMP(excerpt: first.bytes))])

    session = .connected()
    let space = String(repeating: " ", count: 500)
    #expect(session.actions(after: space + text) == [.fail(.notQMP(excerpt: text.bytes))])
  }

  @Test func `the excerpt of what is no QMP has at most 256 bytes`() {
    var session = ClientSession.connected()
    let text = String(repeating: "QEMU", count: 100)
    #expect(
      session.actions(after: text) == [.fail(.notQMP(excerpt: Array(text.bytes.prefix(256))))]
    )
  }

  @Test(arguments: [Conversation.connected, .negotiating, .ready, .waitingForJobs])
  func `an object that no server may send ends the conversation`(_ conversation: Conversation) {
    var session = conversation.session
    let text = #"{"QMP": {"version": "7.2.22"}}"#
    #expect(session.actions(after: text) == [.fail(.unknownMessage(excerpt: text.bytes))])
  }

  @Test func `the excerpt of what is not JSON surrounds the place`() {
    var session = ClientSession.ready()
    let text =
      "{\"return\": \"" + String(repeating: "x", count: 100) + "\\ä and so on, at length\"}"
    let actions = session.actions(after: text)
    #expect(
      actions == [
        .fail(
          .malformed(
            JSONError(reason: .invalidEscape, offset: 112),
            excerpt: Array(text.bytes[80..<text.utf8.count])
          )
        )
      ]
    )
  }

  @Test(arguments: [1, 7, 100, 10_000])
  func `a message beyond the limit ends the conversation, however it arrives`(_ size: Int) {
    let long = #"{"return": ""# + String(repeating: "x", count: 2_000) + "\"}"
    for start in [Conversation.connected, .ready] {
      var session = start.session
      let actions = long.bytes.pieces(of: size).flatMap { session.actions(after: $0) }
      #expect(actions == [.fail(.tooLong)])
    }
  }

  @Test(arguments: [1, 7, 100, 10_000])
  func `a greeting behind more white space than a message may have is a greeting`(_ size: Int) {
    var session = ClientSession.connected()
    let text = String(repeating: " ", count: 2_000) + .greeting
    let actions = text.bytes.pieces(of: size).flatMap { session.actions(after: $0) }
    #expect(actions == [.send(#"{"execute": "qmp_capabilities", "id": "t-1"}"#)])
  }

  /// A starting point, by name.
  enum Conversation {
    case connected
    case negotiating
    case ready
    case waitingForJobs

    var session: ClientSession {
      switch self {
      case .connected: .connected()
      case .negotiating: .negotiating()
      case .ready: .ready()
      case .waitingForJobs: .waitingForJobs()
      }
    }
  }
}
