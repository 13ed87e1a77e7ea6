import QMP
import Testing

// Ids, and the messages as they leave.

extension ServerSessionTests {
  @Test(arguments: [
    ("null", "null"), ("true", "true"), ("\"\"", "\"\""), ("[]", "[]"), ("{}", "{}"),
    ("0", "0"), ("-0", "0"), ("-0.0", "-0"), ("1.0", "1"), ("1.50", "1.5"), ("1e5", "100000"),
    ("1E5", "100000"), ("1e16", "10000000000000000"), ("1e17", "1e+17"),
    ("123456.789", "123456.789"), ("12345678901234567.5", "12345678901234568"),
    ("-9223372036854775808", "-9223372036854775808"),
    ("9223372036854775808", "9223372036854775808"),
    ("18446744073709551615", "18446744073709551615"),
    ("100000000000000000000", "1e+20"),
    ("123456789012345678901234567890", "1.2345678901234568e+29"),
    ("1.7976931348623157e308", "1.7976931348623157e+308"),
    ("1e400", "inf"), ("-1e400", "-inf"),
    (#""\u0000""#, #""\u0000""#), (#""\u00e9\u00AD""#, #""\u00E9\u00AD""#),
    ("\"é😀\u{7F}\"", #""\u00E9\uD83D\uDE00\u007F""#),
    (#""\/\"\'\\\b\f\n\r\t\u001b""#, #""/\"'\\\b\f\n\r\t\u001B""#),
    (#"'a"b\''"#, #""a\"b'""#),
    (#"{"b":1,"a":[2,{"c":null}]}"#, #"{"b": 1, "a": [2, {"c": null}]}"#),
  ])
  func `an id comes back as QEMU writes it`(_ id: String, _ echo: String) {
    var session = ServerSession.negotiated()
    #expect(
      session.lines(after: "{\"execute\": \"x\", \"id\": \(id)}") == [
        "{\"return\": {}, \"id\": \(echo)}"
      ]
    )
    #expect(
      session.lines(after: "{\"execute\": 5, \"id\": \(id)}") == [
        "{\"id\": \(echo), \"error\": {\"class\": \"GenericError\", "
          + "\"desc\": \"QMP input member 'execute' must be a string\"}}"
      ]
    )
  }

  @Test(arguments: [
    0.1, 1e-7, .leastNonzeroMagnitude, -9.3e18, 0.30000000000000004, 123456.789,
  ])
  func `a number that comes back is the same number`(_ number: Double) throws {
    var session = ServerSession.negotiated()
    let line = try #require(
      session.lines(after: "{\"execute\": \"x\", \"id\": \(number)}").first
    )
    #expect(try JSONParser.parse(line).object?["id"] == .number(number))
  }

  @Test func `an id may be as deep as a request`() {
    let deep = String(repeating: "[", count: 1023) + String(repeating: "]", count: 1023)
    var session = ServerSession.negotiated()
    #expect(
      session.lines(after: "{\"execute\": \"x\", \"id\": \(deep)}") == [
        "{\"return\": {}, \"id\": \(deep)}"
      ]
    )
  }

  @Test func `pretty messages are indented by four`() {
    var session = ServerSession.negotiated(isPretty: true)
    #expect(
      session.output(after: #"{"execute": "x", "id": [1, []]}"#.bytes) == """
        {\r
            "return": {\r
            },\r
            "id": [\r
                1,\r
                [\r
                ]\r
            ]\r
        }\r\n
        """
    )
  }

  @Test(arguments: [
    (ServerError(.deviceNotActive, "a"), "DeviceNotActive"),
    (ServerError(.deviceNotFound, "a"), "DeviceNotFound"),
    (ServerError(.other("KVMMissingCap"), "a"), "KVMMissingCap"),
  ])
  func `every kind of error keeps its class`(_ error: ServerError, _ name: String) {
    var session = ServerSession.negotiated()
    guard case .execute(let command)? = session.receive(#"{"execute": "x"}"#.bytes.span).first
    else { preconditionFailure("a command is carried out") }
    #expect(
      session.reply(to: command, with: .failure(error)).text
        == "{\"error\": {\"class\": \"\(name)\", \"desc\": \"a\"}}\r\n"
    )
  }
}
