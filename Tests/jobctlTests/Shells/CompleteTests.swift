import TestSupport
import Testing

/// What the scripts ask jobctl: quick, silent about trouble, and always successful.
@Suite struct CompleteTests {
  @Test func `a word and its summary on a line`() throws {
    let daemon = try StorageDaemon(of: .any)
    try daemon.hold(.ready, "m2")
    try daemon.hold(.running, "m10")
    let result = try Jobctl.run("__complete", "--", "show", "m", at: daemon.socket())
    #expect(result == .ended(0, output: "m2\tmirror, ready\nm10\tmirror, running\n"))
  }

  @Test func `the address of the words counts, not one's own`() throws {
    let daemon = try StorageDaemon(of: .any)
    try daemon.hold(.running, "j")
    let words = ["__complete", "--", "-s", daemon.socket(), "pause", ""]
    let result = try Jobctl.run(words, environment: ["JOBCTL_SOCKET": "/nonexistent"])
    #expect(result == .ended(0, output: "j\tmirror, running\n"))
  }

  @Test(arguments: [
    [], [""], ["nonsense", ""], ["-s"], ["-s", "tcp:x", "show", ""], ["--", "--", "--"],
    ["show", "--output"], ["-s", "", "show", ""], ["\u{1B}"], ["pause", "\u{0}"],
  ])
  func `whatever was typed is no error`(_ words: [String]) throws {
    let result = try Jobctl.run(["__complete", "--"] + words)
    #expect(result.status == 0 && result.error.isEmpty)
  }

  /// Servers that never get anywhere.
  static let silent: [[FakeMonitor.Step]] = [
    [.stall], [.stallWithoutReading], [.greet(), .stall],
    FakeMonitor.Step.negotiate() + [.receive, .stall],
    FakeMonitor.Step.negotiate() + [.receive, .flood(Array("{\"event\": \"X\", ".utf8))],
    [.send("QEMU 7.2 monitor\r\n(qemu) "), .stall],
    FakeMonitor.Step.negotiate() + [.receive, .fail("no")],
    FakeMonitor.Step.negotiate() + [.receive, .succeed("no list")],
    [.close], [.greet(), .receive, .close],
  ]

  @Test(arguments: silent.indices)
  func `it gives up after a moment, whatever the server does`(_ index: Int) throws {
    let server = try FakeMonitor(Self.silent[index])
    let start = ContinuousClock.now
    let result = try Jobctl.run("__complete", "--", "show", "", at: server.address)
    #expect(result == .ended(0))
    // Far less than the five seconds that others get.
    #expect(ContinuousClock.now - start < .seconds(3))
  }

  @Test func `events that never end are no reason to go on`() throws {
    let event =
      "{\"event\": \"X\", \"data\": {}, \"timestamp\": {\"seconds\": 1, \"microseconds\": 1}}\r\n"
    let server = try FakeMonitor(
      FakeMonitor.Step.negotiate() + [.receive, .flood(Array(event.utf8))]
    )
    let start = ContinuousClock.now
    #expect(try Jobctl.run("__complete", "--", "show", "", at: server.address) == .ended(0))
    #expect(ContinuousClock.now - start < .seconds(3))
  }

  @Test func `a server before 3.0 has jobs, too`() throws {
    let jobs = FakeJobs(["j": FakeJobs.Job("mirror", "ready")], family: .blockJobs)
    let server = try FakeMonitor(
      greeting: FakeMonitor.Step.greeting("2.12.0"),
      answering: jobs.answer
    )
    let result = try Jobctl.run("__complete", "--", "complete", "", at: server.address)
    #expect(result == .ended(0, output: "j\tmirror, ready\n"))
  }
}
