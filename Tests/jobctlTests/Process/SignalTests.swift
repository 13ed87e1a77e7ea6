import Glibc
import TestSupport
import Testing

/// SIGINT and SIGTERM end the wait for a server, and the process by the same signal.
@Suite struct SignalTests {
  @Test(arguments: [SIGINT, SIGTERM])
  func `a signal while a reply is awaited`(signal: Int32) throws {
    let server = try FakeMonitor(FakeMonitor.Step.negotiate() + [.receive, .stall])
    let command = try Jobctl.start("pause", "j", at: server.address)
    try server.wait { $0.received.count == 2 }
    command.send(signal)
    let result = try command.wait()
    #expect(result.signal == signal)
    #expect(
      result.error == """
        jobctl: interrupted before the reply to job-pause; whether it takes effect is unknown

        """
    )
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func `a signal while the negotiation is awaited`(signal: Int32) throws {
    let server = try FakeMonitor([.greet(), .receive, .stall])
    let command = try Jobctl.start("pause", "j", at: server.address)
    try server.wait { $0.received.count == 1 }
    command.send(signal)
    let result = try command.wait()
    #expect(result.signal == signal)
    #expect(result.error == "jobctl: interrupted\n")
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func `a signal while the greeting is awaited`(signal: Int32) throws {
    let server = try FakeMonitor([.stall])
    let command = try Jobctl.start("pause", "j", at: server.address)
    try server.wait { $0.connections.count == 1 }
    command.send(signal)
    #expect(try command.wait().signal == signal)
    try server.wait { $0.ended == 1 }
    #expect(server.received == [])
  }

  @Test func `a signal while a rate is measured`() throws {
    let look = [FakeMonitor.Step.receive, .succeed([]), .receive, .succeed([])]
    let server = try FakeMonitor(FakeMonitor.Step.negotiate() + look + [.stall])
    let command = try Jobctl.start("list", "--columns", "rate", at: server.address)
    try server.wait { $0.received.count == 3 }
    command.send(SIGTERM)
    #expect(try command.wait().signal == SIGTERM)
  }

  @Test func `what was asked of several jobs goes no further`() throws {
    let server = try FakeMonitor(
      FakeMonitor.Step.negotiate() + [.receive, .succeed(), .receive, .stall]
    )
    let command = try Jobctl.start("pause", "a", "b", "c", at: server.address)
    try server.wait { $0.received.count == 3 }
    command.send(SIGINT)
    let result = try command.wait()
    #expect(result.signal == SIGINT)
    #expect(result.error.hasPrefix("jobctl: 1 more job was not tried\njobctl: interrupted before"))
    #expect(server.received.count == 3)
  }

  @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)])
  func `a shell sees 128 and the signal's number`(signal: Int32, status: Int) throws {
    let server = try FakeMonitor(FakeMonitor.Step.negotiate() + [.receive, .stall])
    // The shell survives what the terminal sends to both.
    let terminal = try PseudoTerminal(
      running: "sh",
      ["-c", #"trap : INT TERM; "$0" -s "$1" pause j; echo "status $?""#, Jobctl.path]
        + [server.address]
    )
    try server.wait { $0.received.count == 2 }
    if signal == SIGINT {
      try terminal.write("\u{3}")
    } else {
      let child = try CommandRun.succeed("pgrep", ["-P", "\(terminal.processIdentifier)"])
      kill(try #require(Int32(child.split(separator: "\n").first ?? "")), signal)
    }
    try terminal.expect("status \(status)\r\n")
  }

  @Test(arguments: ["INT", "TERM"])
  func `a signal that is ignored from the start stays ignored`(name: String) throws {
    let server = try FakeMonitor(
      FakeMonitor.Step.negotiate() + [.receive, .waitForTest, .succeed()]
    )
    let script = "trap '' \(name); exec \"$0\" -s \"$1\" pause j"
    let command = try RunningCommand("sh", ["-c", script, Jobctl.path, server.address])
    try server.wait { $0.received.count == 2 }
    command.send(name == "INT" ? SIGINT : SIGTERM)
    server.proceed()
    #expect(try command.wait() == .ended(0))
  }

  @Test func `being stopped for a while is no interruption`() throws {
    let server = try FakeMonitor(
      FakeMonitor.Step.negotiate() + [.receive, .waitForTest, .succeed()]
    )
    let command = try Jobctl.start("pause", "j", at: server.address)
    try server.wait { $0.received.count == 2 }
    for signal in [SIGSTOP, SIGCONT, SIGWINCH, SIGSTOP, SIGCONT] { command.send(signal) }
    server.proceed()
    #expect(try command.wait() == .ended(0))
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func `output that nobody reads is no reason to outlive a signal`(signal: Int32) throws {
    let jobs = (1...20).map { ("\($0)" + String(repeating: "j", count: 25_000), FakeJobs.Job()) }
    let server = try FakeMonitor(answering: FakeJobs(Dictionary(uniqueKeysWithValues: jobs)).answer)
    let (ours, theirs) = try StreamSocket.pair()
    #expect(fcntl(theirs.number, F_SETFL, 0) == 0)
    let command = try RunningCommand(
      Jobctl.path,
      ["-s", server.address, "--debug", "list"],
      error: .descriptor(theirs.number)
    )
    // It is in the middle of half a megabyte of traffic, and still connected.
    var count = 0
    while count < 100_000 { count += try ours.receive().count }
    command.send(signal)
    #expect(try command.wait().signal == signal)
  }
}
