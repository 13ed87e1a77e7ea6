import TestSupport
import Testing

@Suite struct FakeMonitorTests {
  @Test func `a script is played, and what came is kept`() throws {
    let server = try FakeMonitor(
      FakeMonitor.Step.negotiate("2.12.0") + [
        .event("STOP", [:]), .receive, .fail("no"), .close,
      ]
    )
    let client = try RawMonitor(server.address)
    #expect(client.version == "2.12.0")
    #expect(
      throws: SupportFailure.refused(command: "cont", errorClass: "GenericError", text: "no")
    ) {
      try client.execute("cont")
    }
    try client.waitForEvent("STOP")
    #expect(server.receivedCommands == ["qmp_capabilities", "cont"])
  }

  @Test func `scripts in order, then nobody listens`() throws {
    let server = try FakeMonitor(inOrder: [[.send("first")], [.send("second")]])
    for text in ["first", "second"] {
      let bytes = try StreamSocket(unix: server.address).receiveAll()
      #expect(String(decoding: bytes, as: UTF8.self) == text)
    }
    try server.wait { $0.ended == 2 }
  }

  @Test func `a function answers, each client after the other`() throws {
    let server = try FakeMonitor { request in
      request.command == "job-pause"
        ? [.status(request["id"] ?? "", "paused"), .succeed] : [.unknown(request.command)]
    }
    for _ in 1...2 {
      let client = try RawMonitor(server.address)
      try client.execute("job-pause", ["id": "a"])
      #expect(client.statuses(of: "a") == ["paused"])
      let unknown = SupportFailure.refused(
        command: "quit",
        errorClass: "CommandNotFound",
        text: "The command quit has not been found"
      )
      #expect(throws: unknown) { try client.execute("quit") }
    }
    #expect(server.log.connections.map(\.count) == [3, 3])
  }

  @Test func `a flood goes on until the client leaves`() throws {
    let server = try FakeMonitor([.flood([UInt8](repeating: 0, count: 1000))])
    var client: StreamSocket? = try StreamSocket(unix: server.address)
    var count = 0
    while count < 1 << 20 { count += try client?.receive().count ?? 0 }
    client = nil
    try server.wait { $0.ended == 1 }
  }

  @Test func `a stall keeps silent and the connection open`() throws {
    let server = try FakeMonitor([.greet(), .stall])
    let failure = #expect(throws: SupportFailure.self) {
      try RawMonitor(server.address, timeout: .milliseconds(20))
    }
    guard case .timedOut = failure else { throw try #require(failure) }
    try server.wait { $0.received.count == 1 }
    #expect(server.receivedCommands == ["qmp_capabilities"])
  }

  @Test func `a script waits for the test`() throws {
    let server = try FakeMonitor(
      FakeMonitor.Step.negotiate() + [.waitForTest, .event("A", [:]), .waitForTest]
    )
    let client = try RawMonitor(server.address)
    #expect(throws: SupportFailure.self) {
      try client.waitForEvent("A", timeout: .milliseconds(10))
    }
    server.proceed()
    try client.waitForEvent("A")
  }

  @Test func `a reset over TCP`() throws {
    let server = try FakeMonitor([.receive, .reset], over: .tcp)
    let port = try #require(server.address.split(separator: ":").last.flatMap { UInt16($0) })
    let client = try StreamSocket(port: port)
    try client.send("{}")
    #expect(try client.receiveAll().isEmpty)
  }

  @Test(arguments: [
    FakeMonitor.Step.stall, .stallWithoutReading, .flood([0]), .receive, .waitForTest,
  ])
  func `it stops in the middle of anything`(step: FakeMonitor.Step) throws {
    var server: FakeMonitor? = try FakeMonitor([step])
    let client = try StreamSocket(unix: try #require(server?.address))
    try server?.wait { $0.connections.count == 1 }
    server = nil
    _ = try client.receiveAll()
  }
}
