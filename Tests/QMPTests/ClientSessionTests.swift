import QMP
import Testing

@Suite struct ClientSessionTests {
  @Test func `greeting, negotiation, request and reply`() {
    var session = ClientSession.connected()
    #expect(session.next() == nil)
    #expect(session.deadline == .seconds(5))

    #expect(
      session.actions(after: .greeting) == [
        .send(#"{"execute": "qmp_capabilities", "id": "t-1"}"#)
      ]
    )
    #expect(!session.isReady)
    #expect(session.deadline == .seconds(5))

    #expect(session.actions(after: #"{"return": {}, "id": "t-1"}"#) == [.ready(.qemu)])
    #expect(session.isReady)
    #expect(session.deadline == nil)

    let line = session.send(Request("job-pause", ["id": "a"]), deadline: .seconds(60))
    #expect(
      line.text == #"{"execute": "job-pause", "arguments": {"id": "a"}, "id": "t-2"}"# + "\n"
    )
    #expect(!session.isReady)
    #expect(session.deadline == .seconds(60))

    #expect(session.actions(after: #"{"return": [1], "id": "t-2"}"#) == [.reply(.success([1]))])
    #expect(session.isReady)
    #expect(session.deadline == nil)
  }

  @Test func `an error answers the request as well`() {
    var session = ClientSession.waitingForJobs()
    let error = #"{"id": "t-2", "error": {"class": "CommandNotFound", "desc": "what?"}}"#
    #expect(
      session.actions(after: error) == [.reply(.failure(ServerError(.commandNotFound, "what?")))]
    )
    #expect(session.isReady)
  }

  @Test func `events come between replies, before and after`() {
    var session = ClientSession.waitingForJobs()
    let stop = #"{"event": "STOP"}"#
    let resume = #"{"event": "RESUME"}"#
    #expect(
      session.actions(after: stop + #"{"return": 1, "id": "t-2"}"# + resume + stop) == [
        .event(stop), .reply(.success(1)), .event(resume), .event(stop),
      ]
    )
  }

  @Test func `events before negotiation is over are dropped`() {
    var session = ClientSession.connected()
    let event = #"{"event": "STOP"}"#
    #expect(session.actions(after: event + .greeting + event).count == 1)
    #expect(session.actions(after: event + #"{"return": {}, "id": "t-1"}"#) == [.ready(.qemu)])
  }

  @Test(arguments: 1...32)
  func `actions do not depend on how bytes arrive`(_ size: Int) {
    #expect(
      Self.actions(after: Self.conversation.bytes.pieces(of: size)) == [
        .send(#"{"execute": "qmp_capabilities", "id": "t-1"}"#),
        .ready(.qemu),
        .event(
          #"{"event": "JOB_STATUS_CHANGE", "data": {"id": "}{", "status": "ready\\\""}}"#
        ),
        .reply(.success([["a": [1, 2]]])),
        .event(#"{"event": "STOP"}"#),
        .fail(
          .malformed(
            JSONError(reason: .unexpectedByte(UInt8(ascii: "o")), offset: 9),
            excerpt: #"{"QMP": nonsense}"#.bytes
          )
        ),
      ]
    )
  }

  @Test(arguments: [1, 2, 7, 100])
  func `nor do they where the bytes are damaged`(_ size: Int) {
    var random = SplitMix64(state: UInt64(size))
    for _ in 0..<200 {
      var bytes = Self.conversation.bytes
      for _ in 0...2 {
        bytes.damage(using: &random)
      }
      let whole = Self.actions(after: [bytes])
      let pieces = Self.actions(after: bytes.pieces(of: size))
      // How much of what is no QMP has come is a matter of time.
      if case .fail(.notQMP)? = whole.last, case .fail(.notQMP)? = pieces.last {
        #expect(pieces.dropLast() == whole.dropLast())
      } else {
        #expect(pieces == whole, "\(bytes.text.debugDescription)")
      }
    }
  }

  @Test func `events stay what they are while more arrives`() {
    var session = ClientSession.ready()
    var kept: [ClientSession.Action] = []
    for number in 0..<200 {
      let text = #"{"event": "E", "data": {"number": \#(number)}} "#
      kept += session.actions(after: text + text.prefix(20))
      kept += session.actions(after: String(text.dropFirst(20)))
    }
    let numbers = (0..<200).flatMap { [$0, $0] }
    #expect(kept == numbers.map { .event(#"{"event": "E", "data": {"number": \#($0)}}"#) })
  }

  @Test func `bytes after the end are not looked at`() {
    var session = ClientSession.ready()
    #expect(session.actions(after: "?? ").count == 1)
    #expect(session.actions(after: #"{"event": "STOP"}"#).isEmpty)
    #expect(session.expire(at: .seconds(1_000)) == nil)
    #expect(!session.isReady)
  }
}

extension ClientSessionTests {
  private static let conversation = """
    {"return": {}, "id": "old"}\r\n\(String.greeting){"return": {}, "id": "t-1"}\r
    {"event": "JOB_STATUS_CHANGE", "data": {"id": "}{", "status": "ready\\\\\\""}}
    {
        "return": [
            {"a": [1, 2]}
        ],
        "id": "t-2"
    }{"event": "STOP"}   {"QMP": nonsense}
    """

  /// Feeds a new session, which sends a request as soon as it can.
  private static func actions(after pieces: [[UInt8]]) -> [ClientSession.Action] {
    var session = ClientSession.connected()
    var actions: [ClientSession.Action] = []
    for piece in pieces {
      session.receive(piece.span)
      while let action = session.next() {
        actions.append(action)
        if case .ready = action { _ = session.send(Request("x"), deadline: .seconds(60)) }
      }
    }
    return actions
  }
}

// MARK: - Replies that are not ours

extension ClientSessionTests {
  @Test(arguments: [
    #"{"return": {}, "id": "u-1"}"#,
    #"{"return": {}, "id": "t-1"}"#,
    #"{"return": {}, "id": 2}"#,
    #"{"return": {}, "id": {"id": "t-2"}}"#,
    #"{"return": {}}"#,
    #"{"error": {"class": "GenericError", "desc": "Job not found"}, "id": "u-7"}"#,
    .greeting,
  ])
  func `a message for somebody else leaves the request outstanding`(_ stray: String) {
    var session = ClientSession.waitingForJobs()
    #expect(session.actions(after: stray).isEmpty)
    #expect(!session.isReady)
    #expect(session.deadline == .seconds(60))
    #expect(session.actions(after: #"{"return": 1, "id": "t-2"}"#) == [.reply(.success(1))])
  }

  @Test(arguments: [
    #"{"return": {}, "id": "u-9"}"#,
    #"{"return": {}}"#,
    #"{"error": {"class": "GenericError", "desc": "Job not found"}, "id": "u-9"}"#,
    #"{"error": {"class": "GenericError", "desc": "JSON parse error"}}"#,
  ])
  func `the reply to a client that has left may come before the answer to negotiation`(
    _ stale: String
  ) {
    var session = ClientSession.connected()
    #expect(session.actions(after: stale).isEmpty)
    #expect(session.actions(after: .greeting).count == 1)
    #expect(session.actions(after: stale).isEmpty)
    #expect(session.actions(after: #"{"return": {}, "id": "t-1"}"#) == [.ready(.qemu)])
    #expect(session.actions(after: stale).isEmpty)
    #expect(session.isReady)
  }

  @Test func `an error without id answers the request outstanding, once`() {
    var session = ClientSession.waitingForJobs()
    let error = #"{"error": {"class": "GenericError", "desc": "JSON parse error"}}"#
    #expect(
      session.actions(after: error + error) == [
        .reply(.failure(ServerError(.generic, "JSON parse error")))
      ]
    )
    #expect(session.isReady)
  }

  @Test func `a reply that nobody awaits any more is dropped, whatever is asked meanwhile`() {
    var session = ClientSession.waitingForJobs()
    session.abandonRequest()
    #expect(session.isReady)
    #expect(session.expire(at: .seconds(1_000)) == nil)
    _ = session.send(Request("query-block-jobs"), deadline: .seconds(2_000))
    #expect(session.actions(after: #"{"return": [1], "id": "t-2"}"#).isEmpty)
    #expect(
      session.actions(after: #"{"return": [2], "id": "t-3"}"#) == [.reply(.success([2]))]
    )
  }

  @Test func `before the negotiation is over there is nothing to abandon`() {
    var session = ClientSession.negotiating()
    session.abandonRequest()
    #expect(!session.isReady && !session.isClosed)
    #expect(session.expire(at: .seconds(5)) != nil)
    #expect(session.isClosed)
    session.abandonRequest()
    #expect(session.isClosed)
  }

  @Test func `an id is never used twice`() {
    var session = ClientSession.ready()
    for number in 2...20 {
      let line = session.send(Request("x"), deadline: .seconds(60))
      #expect(line.text == "{\"execute\": \"x\", \"id\": \"t-\(number)\"}\n")
      #expect(session.actions(after: "{\"return\": 0, \"id\": \"t-\(number)\"}").count == 1)
    }
  }
}

// MARK: - Tracing

extension ClientSessionTests {
  @Test func `while tracing each message is reported before the action that it causes`() {
    var session = ClientSession.connected(isTracing: true)
    let greeting = String(String.greeting.dropLast())
    #expect(
      session.actions(after: " " + .greeting) == [
        .received(greeting), .send(#"{"execute": "qmp_capabilities", "id": "t-1"}"#),
      ]
    )
    let reply = #"{"return": {}, "id": "t-1"}"#
    #expect(session.actions(after: reply) == [.received(reply), .ready(.qemu)])
    let stop = #"{"event": "STOP"}"#
    #expect(
      session.actions(after: stop + "\r\n" + stop) == [
        .received(stop), .event(stop), .received(stop), .event(stop),
      ]
    )
  }

  @Test func `while tracing messages that cause nothing are reported too`() {
    var session = ClientSession.ready(isTracing: true)
    let stray = #"{"return": {}, "id": "u-1"}"#
    #expect(session.actions(after: stray) == [.received(stray)])
  }

  @Test func `while tracing the message that ends the conversation is reported`() {
    var session = ClientSession.ready(isTracing: true)
    #expect(
      session.actions(after: #"{"a": ?}"#) == [
        .received(#"{"a": ?}"#),
        .fail(
          .malformed(
            JSONError(reason: .unexpectedByte(UInt8(ascii: "?")), offset: 6),
            excerpt: #"{"a": ?}"#.bytes
          )
        ),
      ]
    )
    #expect(session.next() == nil)
  }
}
