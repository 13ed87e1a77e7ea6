import QMP
import Testing

@Suite struct ServerMessageTests {
  @Test(arguments: messages)
  func `a message is told by its members`(_ text: String, _ message: ServerMessage) throws {
    #expect(try ServerMessage(text) == message)
  }

  @Test(arguments: [
    "{}", "[]", "1", "\"event\"", "null",
    #"{"id": "x-1"}"#,
    #"{"timestamp": {"seconds": 1, "microseconds": 2}}"#,
    #"{"event": 1}"#,
    #"{"event": {"event": "STOP"}}"#,
    #"{"event": "STOP", "event": null}"#,
    #"{"error": {}}"#,
    #"{"error": {"class": "GenericError"}}"#,
    #"{"error": {"class": 1, "desc": "d"}}"#,
    #"{"error": "text", "id": "x-1"}"#,
    #"{"QMP": {}}"#,
    #"{"QMP": []}"#,
    #"{"QMP": {"version": {"qemu": {"micro": 1, "minor": "2", "major": 7}}}}"#,
    #"{"execute": "query-jobs"}"#,
  ])
  func `other JSON is no message`(_ text: String) throws {
    #expect(try ServerMessage(text) == nil)
  }

  @Test(arguments: [
    (#"{"return": {}"#, JSONError.Reason.unexpectedEnd, 13),
    (#"{"return": {},}"#, .unexpectedByte(UInt8(ascii: "}")), 14),
    (#"{"return": {"a": 01}}"#, .invalidNumber, 18),
    (#"{"event": "STOP", "data": {"a": tru}}"#, .unexpectedByte(UInt8(ascii: "}")), 35),
    (#"{"event": "STOP", "data": {"a\x": 1}}"#, .invalidEscape, 29),
    (#"{"x\x": 1, "return": {}}"#, .invalidEscape, 3),
    (#"{"other": "\ud800", "return": {}}"#, .loneSurrogate, 11),
    (
      #"{"timestamp": {"seconds": 01, "microseconds": 2}, "event": "E"}"#,
      .invalidNumber, 27
    ),
    (
      #"{"timestamp": {"seconds": 1, "microseconds": }, "event": "E"}"#,
      .unexpectedByte(UInt8(ascii: "}")), 45
    ),
    (
      #"{"timestamp": {"seconds": 1, "microseconds": 2} "event": "E"}"#,
      .unexpectedByte(UInt8(ascii: "\"")), 48
    ),
    (
      #"{"timestamp": {"seconds": 1, "microseconds": 2},}"#,
      .unexpectedByte(UInt8(ascii: "}")), 48
    ),
    (#"{"timestamp": {"seconds": 1, "microseconds": 2}"#, .unexpectedEnd, 47),
    (#"{"timestamp": {"seconds": 1, "micro"#, .unexpectedEnd, 35),
    (#"["a" 1]"#, .unexpectedByte(UInt8(ascii: "1")), 5),
    ("QEMU 7.2.22 monitor", .unexpectedByte(UInt8(ascii: "Q")), 0),
  ])
  func `what is not JSON is refused, in members of no interest too`(
    _ text: String,
    _ reason: JSONError.Reason,
    _ offset: Int
  ) {
    #expect(throws: JSONError(reason: reason, offset: offset)) { try ServerMessage(text) }
  }

  @Test func `the offset moves behind the message and no further`() throws {
    let bytes = #"  {"return": 1} {"return": 2}x"#.bytes
    var offset = 0
    for value in [1, 2] as [JSONValue] {
      let message = try ServerMessage.read(bytes, &offset)
      #expect(message == .success(id: nil, value: value))
    }
    #expect(offset == bytes.count - 1)
  }

  @Test func `a message may be as deep as a text`() throws {
    for name in ["return", "event", "data", "id", "x"] {
      let deepest = "{\"return\": 1, \"\(name)\": " + String(repeating: "[", count: 1023)
      let message = deepest + String(repeating: "]", count: 1023) + "}"
      #expect(try ServerMessage(message) != nil)
      #expect(throws: JSONError(reason: .nestedTooDeep, offset: deepest.utf8.count)) {
        try ServerMessage(deepest + "[")
      }
    }
  }

  private static let messages: [(String, ServerMessage)] = [
    (
      #"{"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "package": "Debian"}, "#
        + #""capabilities": ["oob"]}}"#,
      .greeting(
        Greeting(version: QEMUVersion(7, 2, 22), package: "Debian", capabilities: ["oob"])
      )
    ),
    (
      #"{"QMP": {"capabilities": [1, "oob"], "#
        + #""version": {"qemu": {"major": 2, "minor": 12, "micro": 0}}}}"#,
      .greeting(Greeting(version: QEMUVersion(2, 12), capabilities: ["oob"]))
    ),
    (#"{"return": {}}"#, .success(id: nil, value: [:])),
    (#"{"return": null, "id": null}"#, .success(id: .null, value: .null)),
    (#"{"id": {"a": [1]}, "return": [1]}"#, .success(id: ["a": [1]], value: [1])),
    (#"{"\u0072eturn": 1}"#, .success(id: nil, value: 1)),
    (#"{"return": 1, "return": 2, "id": 1, "id": "x"}"#, .success(id: "x", value: 2)),
    (#"{"return": {"event": "STOP"}, "other": [{}]}"#, .success(id: nil, value: ["event": "STOP"])),
    (
      #"{"error": {"class": "CommandNotFound", "desc": "no \u001b[2J"}, "id": "x-1"}"#,
      .failure(id: "x-1", error: ServerError(.commandNotFound, "no \u{1B}[2J"))
    ),
    (
      #"{"error": {"desc": "d", "class": "GenericError", "more": 1}}"#,
      .failure(id: nil, error: ServerError(.generic, "d"))
    ),
  ]
}
