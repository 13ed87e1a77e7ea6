import TestSupport
import Testing

/// The history: fetched back, searched, shared and kept.
@Suite struct ShellHistoryTests {
  private let server: FakeMonitor
  private let home: TemporaryDirectory

  init() throws {
    let jobs = FakeJobs(["m0": FakeJobs.Job(), "m1": FakeJobs.Job()])
    // More than one session at a time.
    server = try FakeMonitor(answering: jobs.answer)
    home = try TemporaryDirectory()
  }

  private func lines(_ file: String = ".local/state/jobctl/history") throws -> [String] {
    try home.read(file).split(separator: "\n").dropFirst().map(String.init)
  }

  @Test func `lines are fetched back, also those of an earlier session`() throws {
    let first = try TypedShell(at: server.address, home: home)
    try first.enter("is m0 running")
    try first.enter("is m1 running")
    #expect(try first.quit().status == 0)
    let second = try TypedShell(at: server.address, home: home)
    try second.type("\u{1B}[A\u{1B}[A")
    try second.waitForLine("is m0 running")
    try second.type("\u{1B}[B")
    try second.waitForLine("is m1 running")
    try second.type("\r")
    try second.terminal.wait(for: "the command") {
      $0.transcript.suffix(2) == ["running", "jobctl>"]
    }
    #expect(try lines() == ["is m0 running", "is m1 running"])
  }

  @Test func `Ctrl-R searches`() throws {
    let shell = try TypedShell(at: server.address, home: home)
    try shell.enter("is m0 running")
    try shell.enter("is m1 running")
    try shell.type("\u{12}m0")
    try shell.terminal.waitForLastRows("jobctl> is m0 running", "bck:m0")
    try shell.type("\u{1B}")
    try shell.waitForLine("is m0 running", cursor: 3, isAlone: false)
    try shell.type("\r")
    try shell.terminal.wait(for: "the command") {
      $0.transcript.suffix(2) == ["running", "jobctl>"]
    }
  }

  @Test func `blanks in front, empty lines and repetitions are left out`() throws {
    let shell = try TypedShell(at: server.address, home: home)
    try shell.enter(" is m0 running")
    for line in ["is m1 running", "is m1 running", "", "  ", "is m1 running"] {
      try shell.type(line + "\r")
    }
    try shell.type("history\r")
    try shell.terminal.wait(for: "the history") {
      $0.transcript.suffix(2) == ["history", "jobctl>"]
    }
    #expect(shell.screen.transcript.suffix(3) == ["is m1 running", "history", "jobctl>"])
    #expect(try lines() == ["is m1 running", "history"])
    try shell.enter("history 1")
    #expect(shell.screen.transcript.suffix(2) == ["history 1", "jobctl>"])
    try shell.type("history no\r")
    try shell.waitForPrompt("jobctl [2]>")
  }

  @Test func `two sessions at once keep each other's lines`() throws {
    let daemon = try StorageDaemon(monitors: 2, of: .any)
    let one = try TypedShell(at: daemon.socket(0), home: home)
    let two = try TypedShell(at: daemon.socket(1), home: home)
    for number in 1...3 {
      try one.enter("list one\(number)", prompt: "jobctl [3]>")
      try two.enter("list two\(number)", prompt: "jobctl [3]>")
    }
    #expect(try one.quit().status == 0)
    #expect(try two.quit().status == 0)
    let expected = (1...3).flatMap { ["list one\($0)", "list two\($0)"] }
    #expect(try lines() == expected)
  }

  @Test func `a file that is something else is set aside, and that is said`() throws {
    try home.write("precious\n", to: "state/jobctl/history")
    let shell = try TypedShell(
      at: server.address,
      home: home,
      environment: ["XDG_STATE_HOME": home.path("state")]
    )
    let file = home.path("state/jobctl/history")
    #expect(
      shell.screen.transcript.first
        == "jobctl: '\(file)' was no history of jobctl's, or damaged; it is '\(file).1' now"
    )
    try shell.enter("is m0 running")
    #expect(try lines("state/jobctl/history") == ["is m0 running"])
    #expect(try home.read("state/jobctl/history.1") == "precious\n")
  }

  @Test func `where it cannot be kept, that is said once`() throws {
    try home.write("", to: "state")
    let shell = try TypedShell(
      at: server.address,
      home: home,
      environment: ["XDG_STATE_HOME": home.path("state")]
    )
    let file = home.path("state/jobctl/history")
    let complaint = "jobctl: the history is not kept: '\(file)': Not a directory"
    #expect(shell.screen.transcript.first == complaint)
    try shell.enter("is m0 running")
    try shell.type("\u{1B}[A")
    try shell.waitForLine("is m0 running", isAlone: false)
    #expect(shell.screen.transcript.filter { $0 == complaint }.count == 1)
  }
}
