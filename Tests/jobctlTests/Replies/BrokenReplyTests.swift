import TestSupport
import Testing

/// Replies that break the protocol or break off: status 8, and the effect is said to be unknown.
@Suite struct BrokenReplyTests {
  @Test(arguments: [
    ("}", "unexpected '}' at byte 0"), ("]", "unexpected ']' at byte 0"),
    (#"{"return": }"#, "unexpected '}' at byte 11"),
    (#"{"return"}"#, "unexpected '}' at byte 9"),
    (#"{"return": {},}"#, "unexpected '}' at byte 14"),
    (#"{"return": inf}"#, "unexpected 'i' at byte 11"),
    ("{'return': {}}", "unexpected ''' at byte 1"),
    (#"{"return": 1e400}"#, "number too large at byte 11"),
    (#"{"return": "\ud800"}"#, "half of a surrogate pair at byte 12"),
  ])
  func `what is not JSON`(text: String, reason: String) throws {
    try check(
      [.send(text), .stall],
      """
      sent what is not JSON: \(reason)
        near: '\(text)'
        whether job-pause took effect is unknown
      """
    )
  }

  @Test(arguments: [
    ("{\"return\": \"a\nb\"}", "unescaped control character byte 0x0A at byte 13"),
    ("{\"return\": \"a\u{1B}[2Jb\"}", "unescaped control character byte 0x1B at byte 13"),
  ])
  func `control characters in a string`(text: String, reason: String) throws {
    let visible = text.replacing("\n", with: #"\n"#).replacing("\u{1B}", with: #"\x1b"#)
    try check(
      [.send(text), .stall],
      """
      sent what is not JSON: \(reason)
        near: '\(visible)'
        whether job-pause took effect is unknown
      """
    )
  }

  @Test(arguments: [[0xFF], [0xC3, 0x28], [0xED, 0xA0, 0x80], [0xF8, 0x88]] as [[UInt8]])
  func `what is not UTF-8`(bytes: [UInt8]) throws {
    let text = Array(#"{"return": ""#.utf8) + bytes + Array(#""}"#.utf8)
    let result = try pause([.send(text), .stall])
    #expect(result.status == 8)
    #expect(result.error.contains("sent what is not JSON: "))
  }

  @Test(arguments: [
    "{}", "[]", #"{"id": "7"}"#, #"{"error": {"class": "GenericError"}}"#, #"{"error": "no"}"#,
  ])
  func `JSON that is no message`(text: String) throws {
    try check(
      [.send(text), .stall],
      """
      sent what is no QMP message
        it said: '\(text)'
        whether job-pause took effect is unknown
      """
    )
  }

  @Test func `brackets nested two thousand times`() throws {
    let brackets = ["[", "]"].map { String(repeating: $0, count: 2000) }.joined()
    let result = try pause([.send("{\"return\": \(brackets)}"), .stall])
    #expect(result.status == 8)
    #expect(result.error.contains("more than 1024 nested brackets"))
  }

  @Test(arguments: ["", #"{"return": {}, "#, "{\"return\": {}, \"id\": \"jobctl"])
  func `an end in the middle of a reply`(beginning: String) throws {
    try check(
      [.send(beginning)],
      "closed the connection before its reply to job-pause; whether it took effect is unknown"
    )
  }

  @Test(arguments: [FakeMonitor.Transport.unix, .tcp])
  func `a connection that is reset`(transport: FakeMonitor.Transport) throws {
    try check(
      [.send("{"), .reset],
      over: transport,
      "closed the connection before its reply to job-pause; whether it took effect is unknown"
    )
  }

  @Test(
    arguments: [
      ([.greet()], "closed the connection during the negotiation"),
      ([.greet(), .receive], "closed the connection during the negotiation"),
      (
        [.greet(), .receive, .fail("not today")],
        "refused the negotiation\n  the server said: GenericError: not today"
      ),
    ] as [([FakeMonitor.Step], String)]
  )
  func `an end before the negotiation's own`(script: [FakeMonitor.Step], clause: String) throws {
    let server = try FakeMonitor(script)
    let result = try Jobctl.run("list", at: server.address)
    #expect(result == .ended(8, error: "jobctl: '\(server.address)' \(clause)\n"))
  }

  @Test func `what the first broken reply leaves of several jobs is told`() throws {
    let server = try FakeMonitor(
      FakeMonitor.Step.negotiate() + [.receive, .succeed(), .receive]
    )
    let result = try Jobctl.run("pause", "a", "b", "c", "d", at: server.address)
    #expect(
      result
        == .ended(
          8,
          error: """
            jobctl: 2 more jobs were not tried
            jobctl: '\(server.address)' closed the connection before its reply to job-pause; \
            whether it took effect is unknown

            """
        )
    )
  }

  // MARK: - A pause, and what comes instead of its reply

  private func pause(_ steps: [FakeMonitor.Step]) throws -> CommandResult {
    let server = try FakeMonitor(FakeMonitor.Step.negotiate() + [.receive] + steps)
    return try Jobctl.run("pause", "j", at: server.address)
  }

  private func check(
    _ steps: [FakeMonitor.Step],
    over transport: FakeMonitor.Transport = .unix,
    _ clause: String
  ) throws {
    let script = FakeMonitor.Step.negotiate() + [.receive] + steps
    let server = try FakeMonitor(script, over: transport)
    let result = try Jobctl.run("pause", "j", at: server.address)
    #expect(result == .ended(8, error: "jobctl: '\(server.address)' \(clause)\n"))
  }
}
