import QMP
import Testing

// The replies of qemu-storage-daemon 5.2.0, 7.2.22, 10.0.13 and 11.1.3 to the same bytes; where nothing
// else is said, all four agree.

@Suite struct ServerSessionTests {
  @Test func `the greeting is the first message`() {
    #expect(
      ServerSession.connected().opening.text == """
        {"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "package": "p"}, \
        "capabilities": ["oob"]}}\r\n
        """
    )
    #expect(
      ServerSession.connected(isPretty: true).opening.text.hasPrefix(
        "{\r\n    \"QMP\": {\r\n        \"version\": {\r\n"
      )
    )
  }

  @Test(arguments: [
    (#"{"execute":"query-jobs","id":1}"#, ["1 CommandNotFound: \(expecting)"]),
    (#"{"execute":"nosuch"}"#, ["CommandNotFound: \(expecting)"]),
    (#"{"execute":"query-jobs","arguments":{"z":1}}"#, ["CommandNotFound: \(expecting)"]),
    ("[1]", ["GenericError: QMP input must be a JSON object"]),
    (
      capabilities(#", "arguments":{"enable":["foo"]},"id":2"#),
      ["2 GenericError: Parameter 'null' does not accept value 'foo'"]
    ),
    (
      capabilities(#", "arguments":{"enable":["oob","foo"]}"#),
      ["GenericError: Parameter 'null' does not accept value 'foo'"]
    ),
    (
      capabilities(#", "arguments":{"enable":5}"#),
      ["GenericError: Invalid parameter type for 'enable', expected: array"]
    ),
    (
      capabilities(#", "arguments":{"x":5}"#),
      ["GenericError: Parameter 'x' is unexpected"]
    ),
    (
      #"{"exec-oob":"qmp_capabilities"}"#,
      ["GenericError: QMP input member 'exec-oob' is unexpected"]
    ),
    ("", []),
  ])
  func `whatever is asked for before negotiation leaves it open`(
    _ request: String,
    _ replies: [String]
  ) {
    var session = ServerSession.connected()
    #expect(session.replies(to: request) == replies)
    #expect(!session.isNegotiated)
    #expect(session.replies(to: Self.capabilities()) == ["ok"])
    #expect(session.isNegotiated)
  }

  @Test(arguments: [
    "", #","id":2"#, #","arguments":{}"#, #","arguments":{"enable":[]}"#,
    #","arguments":{"enable":["oob"]}"#,
  ])
  func `negotiation happens once`(_ members: String) {
    var session = ServerSession.connected()
    #expect(session.receive(Self.capabilities(members).bytes.span).count == 1)
    #expect(session.isNegotiated)
    #expect(
      session.replies(to: Self.capabilities(#","id":3"#)) == [
        "3 CommandNotFound: Capabilities negotiation is already complete, command ignored"
      ]
    )
    #expect(session.replies(to: #"{"execute":"query-jobs","id":4}"#) == ["4 ok"])
  }

  @Test func `an unknown capability was refused in other words up to 5.2`() {
    var session = ServerSession.connected(.v5)
    #expect(
      session.replies(to: Self.capabilities(#", "arguments":{"enable":["foo"]}"#)) == [
        "GenericError: Invalid parameter 'foo'"
      ]
    )
  }

  @Test(arguments: [
    (#"{"execute":"x","id":{"a":[1,2.5,"x"]}}"#, [#"{"a": [1, 2.5, "x"]} ok"#]),
    (#"{"id":[1,{"a":null}],"execute":"x"}"#, [#"[1, {"a": null}] ok"#]),
    (#"{'execute':'x'}"#, ["ok"]),
    ("[1]", ["GenericError: QMP input must be a JSON object"]),
    (#""x""#, ["GenericError: QMP input must be a JSON object"]),
    ("12 ", ["GenericError: QMP input must be a JSON object"]),
    ("12", []),
    ("true ", ["GenericError: QMP input must be a JSON object"]),
    ("{}", ["GenericError: QMP input lacks member 'execute'"]),
    (#"{"id":7}"#, ["7 GenericError: QMP input lacks member 'execute'"]),
    (#"{"execute":5,"id":7}"#, ["7 GenericError: QMP input member 'execute' must be a string"]),
    (#"{"execute":null}"#, ["GenericError: QMP input member 'execute' must be a string"]),
    (
      #"{"execute":"x","arguments":[]}"#,
      ["GenericError: QMP input member 'arguments' must be an object"]
    ),
    (
      #"{"execute":"x","arguments":null}"#,
      ["GenericError: QMP input member 'arguments' must be an object"]
    ),
    (#"{"execute":"x","foo":1,"id":3}"#, ["3 GenericError: QMP input member 'foo' is unexpected"]),
    (#"{"":1}"#, ["GenericError: QMP input member '' is unexpected"]),
    (#"{"foo\u001b":1}"#, ["GenericError: QMP input member 'foo\u{1B}' is unexpected"]),
    (
      #"{"exec-oob":"x","id":1}"#,
      ["1 GenericError: QMP input member 'exec-oob' is unexpected"]
    ),
    (
      #"{"execute":"x","control":{}}"#,
      ["GenericError: QMP input member 'control' is unexpected"]
    ),
    (#"{"execute":"x"}{"execute":"x","id":1}"#, ["ok", "1 ok"]),
    (
      #"[]{}"x"1 2"# + "\n",
      [
        "GenericError: QMP input must be a JSON object",
        "GenericError: QMP input lacks member 'execute'",
        "GenericError: QMP input must be a JSON object",
        "GenericError: QMP input must be a JSON object",
        "GenericError: QMP input must be a JSON object",
      ]
    ),
  ])
  func `an envelope is a command, or refused for what is wrong with it`(
    _ request: String,
    _ replies: [String]
  ) {
    var session = ServerSession.negotiated()
    #expect(session.replies(to: request) == replies)
  }

  @Test func `a command comes with its arguments and its id`() throws {
    var session = ServerSession.negotiated()
    let request = #"{"execute": "job-pause", "arguments": {"id": "a"}, "id": [1]}"#
    let actions = session.receive(request.bytes.span)
    guard case .execute(let command)? = actions.first, actions.count == 1 else {
      Issue.record("no command: \(actions)")
      return
    }
    #expect(command.name == "job-pause")
    #expect(command.arguments == ["id": "a"])
    #expect(command.id == [1])
  }

  static let expecting = "Expecting capabilities negotiation with 'qmp_capabilities'"

  private static func capabilities(_ members: String = "") -> String {
    #"{"execute":"qmp_capabilities""# + members + "}"
  }
}
