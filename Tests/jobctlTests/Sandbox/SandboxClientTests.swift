import TestSupport
import Testing

/// Clients that mean no good, and the others beside them.
@Suite struct SandboxClientTests {
  @Test func `a client that reads nothing is dropped, and the others are not`() throws {
    let sandbox = try Sandbox("--scenario", "many")
    let reader = try sandbox.monitor()
    let sink = try sandbox.client()
    try sink.send(#"{"execute": "qmp_capabilities"}"#)
    // Each answer is more than a megabyte.
    #expect(throws: SupportFailure.self) {
      for _ in 1...1_000 { try sink.send(#"{"execute": "query-jobs"}"#, timeout: .seconds(60)) }
    }
    try reader.exchange()
    #expect(try reader.status(of: "job1") == "running")
    _ = try sink.receiveAll(timeout: .seconds(60))
  }

  @Test func `a thousand requests at once hold nobody up, and fill no memory`() throws {
    let sandbox = try Sandbox("--scenario", "many")
    let reader = try sandbox.monitor()
    let sink = try sandbox.client()
    let before = try sandbox.activity()
    // More than a gigabyte of answers.
    let requests = String(repeating: #"{"execute": "query-jobs"}"#, count: 1_000)
    try sink.send(#"{"execute": "qmp_capabilities"}"# + requests)
    for _ in 1...3 { try reader.exchange() }
    #expect(try sandbox.activity().computed - before.computed < .seconds(5))
    try sink.waitForHangUp(timeout: .seconds(60))
    #expect(try sandbox.activity().peakMemory - before.peakMemory < 100 << 20)
  }

  @Test func `what a client asked for before it closed its side is answered to the last byte`()
    throws
  {
    let sandbox = try Sandbox("--scenario", "many")
    let client = try sandbox.client()
    // More than a socket keeps, of which nothing is read before it has all been said.
    let requests = String(repeating: #"{"execute": "query-jobs"}"#, count: 5)
    try client.send(#"{"execute": "qmp_capabilities"}"# + requests)
    try client.send(#"{"execute": "query-version", "id": "last"}"#)
    client.finishSending()
    _ = try ProcessActivity.wait(for: sandbox.command.processIdentifier) {
      $0.state == "S" && $0.bytesRead ?? 0 > 0
    }
    let said = try client.receiveAll(timeout: .seconds(60))
    #expect(String(decoding: said, as: UTF8.self).hasSuffix("\"id\": \"last\"}\r\n"))
  }

  @Test(arguments: hostile)
  func `bytes of any kind are answered, and the next request is too`(_ bytes: [UInt8]) throws {
    let sandbox = try Sandbox()
    let client = try sandbox.client()
    _ = try client.receive(through: "\r\n")
    try client.send(#"{"execute": "qmp_capabilities", "id": "ready"}"#)
    _ = try client.receive(through: "\"ready\"}\r\n")
    try client.send(bytes)
    // A line end ends any token, and brackets whatever is open.
    try client.send("\n\u{1}\n" + #"{"execute": "query-version", "id": "after"}"# + "\n")
    let said = try client.receive(through: "\"after\"}\r\n", timeout: .seconds(60))
    #expect(said.split(separator: "\r\n").dropLast().allSatisfy { $0.contains("\"error\": ") })
    try sandbox.monitor().exchange()
  }

  @Test(arguments: [
    "", "{", #"{"execute": "qmp_capabilities"}"#, #"{"execute": "query-jobs""#,
    #"{"execute": "qmp_capabilities"}{"execute": "query-jobs"}"#, "\u{0}",
  ])
  func `a client may leave at any point`(_ bytes: String) throws {
    let sandbox = try Sandbox()
    for _ in 1...5 {
      let client = try sandbox.client()
      try client.send(bytes)
    }
    try sandbox.monitor().exchange()
  }

  @Test func `what a client asked for before it closed its side is answered`() throws {
    let sandbox = try Sandbox()
    let client = try sandbox.client()
    try client.send(#"{"execute": "qmp_capabilities", "id": 1}{"execute": "query-jobs", "id": 2}"#)
    client.finishSending()
    let said = String(decoding: try client.receiveAll(), as: UTF8.self)
    #expect(said.hasSuffix("{\"return\": {}, \"id\": 1}\r\n{\"return\": [], \"id\": 2}\r\n"))
  }

  private static let hostile: [[UInt8]] = [
    [0], [0xFF, 0xFE], Array(0...255), [UInt8](repeating: 0x5B, count: 100_000),
    [UInt8](repeating: 0x7D, count: 1_000), Array("\"never closed".utf8),
    Array(String(repeating: "{\"a\":", count: 2_000).utf8),
    Array("nonsense GET / HTTP/1.1\r\n".utf8),
    Array("{\"execute\": \"\(String(repeating: "x", count: 100_000))\"}".utf8),
    Array("{\"execute\": \"job-pause\", \"arguments\": {\"id\": \"\\u0000\\u001b[2J\"}}".utf8),
    Array(#"{"execute": "query-jobs", "arguments": {"a": 1e400}}"#.utf8),
  ]
}
