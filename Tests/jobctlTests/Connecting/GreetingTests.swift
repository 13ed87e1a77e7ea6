import TestSupport
import Testing

/// What comes where a greeting should be.
@Suite struct GreetingTests {
  private static let half = #"{"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "#

  @Test(arguments: [
    (
      "QEMU 7.2.22 monitor - type 'help' for more information\r\n(qemu) ",
      "is a human monitor, not QMP; QEMU opens the other kind with -qmp",
      #"QEMU 7.2.22 monitor - type 'help' for more information\r\n(qemu) "#
    ),
    ("SSH-2.0-OpenSSH_9.2p1\r\n", "does not speak QMP", #"SSH-2.0-OpenSSH_9.2p1\r\n"#),
    ("\u{1B}[31mred\u{7}", "does not speak QMP", #"\x1b[31mred\x07"#),
    ("\u{0}\u{FFFD}", "does not speak QMP", "\\x00\u{FFFD}"),
    (
      String(repeating: "a", count: 1000), "does not speak QMP",
      String(repeating: "a", count: 80)
    ),
  ])
  func `another protocol is said to be one, at once`(
    greeting: String,
    clause: String,
    excerpt: String
  ) throws {
    let server = try FakeMonitor([.send(greeting), .stall])
    let result = try Jobctl.run("list", at: server.address)
    let more = excerpt.count == 80 ? " ..." : ""
    #expect(result == Self.broken(server, "\(clause)\n  it said: '\(excerpt)'\(more)"))
    try server.wait { $0.ended == 1 }
    #expect(server.received == [])
  }

  @Test func `half a greeting and then nothing`() throws {
    // Already there when jobctl looks, however slow the machine is.
    let (ours, theirs) = try StreamSocket.pair()
    try ours.send(Self.half)
    let result = try Jobctl.run(
      "list",
      "--connect-timeout",
      "100ms",
      at: "fd:3",
      descriptors: [3: theirs.number]
    )
    #expect(
      result
        == .ended(7, error: "jobctl: 'fd:3' sent half a greeting, and nothing more within 100ms\n")
    )
  }

  @Test(arguments: ["", half])
  func `an end before the greeting's own`(greeting: String) throws {
    let server = try FakeMonitor([.send(greeting)])
    let result = try Jobctl.run("list", at: server.address)
    #expect(result == Self.broken(server, "closed the connection before its greeting"))
  }

  @Test func `a greeting beyond every measure`() throws {
    let opening = #"{"QMP": {"version": {"package": ""#
    let filling = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 16)
    let server = try FakeMonitor([.send(opening), .flood(filling)])
    let result = try Jobctl.run("list", "--connect-timeout", "1h", at: server.address)
    #expect(result == Self.broken(server, "sent a message of more than 64 MiB"))
  }

  @Test func `a greeting of more than a megabyte`() throws {
    var greeting = FakeMonitor.Step.greeting()
    greeting["filling"] = .array(Array(repeating: "0123456789", count: 100_000))
    let server = try FakeMonitor(greeting: greeting, answering: FakeJobs([:]).answer)
    #expect(try Jobctl.run("list", "-o", "name", at: server.address) == .ended(0))
  }

  @Test(arguments: [
    #"{"QMP": {}}"#, #"{"QMP": {"version": {"qemu": {"major": "7"}}}}"#, #"{"QMP": 7}"#, "{}",
  ])
  func `an object that no server may send`(greeting: String) throws {
    let server = try FakeMonitor([.send(greeting), .stall])
    let result = try Jobctl.run("list", at: server.address)
    #expect(
      result
        == Self.broken(server, "sent what is no QMP message\n  it said: '\(greeting)'")
    )
  }

  @Test func `brackets nested two thousand times`() throws {
    let (opening, closing) = ("[", "]")
    let brackets = String(repeating: opening, count: 2000) + String(repeating: closing, count: 2000)
    let server = try FakeMonitor([.send("{\"QMP\": \(brackets)}"), .stall])
    let result = try Jobctl.run("list", at: server.address)
    let near = String(repeating: opening, count: 64)
    let clause = "sent what is not JSON: more than 1024 nested brackets at byte 1031"
    #expect(result == Self.broken(server, "\(clause)\n  near: '\(near)'"))
  }

  private static func broken(_ server: FakeMonitor, _ clause: String) -> CommandResult {
    .ended(8, error: "jobctl: '\(server.address)' \(clause)\n")
  }
}
