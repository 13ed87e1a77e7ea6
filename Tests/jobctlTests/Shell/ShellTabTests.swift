import TestSupport
import Testing

/// Tab in the shell, in front of the live jobs.
@Suite struct ShellTabTests {
  private let jobs: FakeJobs
  private let server: FakeMonitor

  init() throws {
    let jobs = FakeJobs([
      "mirror0": FakeJobs.Job("mirror", "ready", current: 8, total: 8),
      "mirror1": FakeJobs.Job("mirror", "running", current: 1, total: 2),
      "backup0": FakeJobs.Job("backup", "running"),
    ])
    self.jobs = jobs
    server = try FakeMonitor(answering: jobs.answer)
  }

  @Test func `what all have in common is typed, and a second Tab shows them`() throws {
    let shell = try TypedShell(at: server.address)
    try shell.type("pause m\t")
    try shell.waitForLine("pause mirror")
    try shell.type("\t")
    try shell.waitForTranscript("mirror0  mirror  ready 100%")
    try shell.waitForLine("pause mirror")
    #expect(
      shell.screen.transcript.suffix(3) == [
        "mirror0  mirror  ready 100%", "mirror1  mirror  running 50%", "jobctl> pause mirror",
      ]
    )
    try shell.type("1\t\r")
    try shell.waitForPrompt()
    #expect(jobs.jobs["mirror1"]?.status == "paused")
  }

  @Test func `jobs are those that the verb accepts now`() throws {
    let shell = try TypedShell(at: server.address)
    try shell.type("resume \t")
    try shell.waitForTranscript("no job accepts resume")
    try shell.waitForLine("resume ")
    server.say(jobs.move("backup0", to: "paused"))
    try shell.terminal.wait(for: "the event") { screen in
      screen.transcript.contains { $0.hasSuffix("running → paused") }
    }
    try shell.type("\t")
    try shell.waitForLine("resume backup0 ")
  }

  @Test func `progress is that of the moment`() throws {
    let shell = try TypedShell(at: server.address)
    jobs.jobs["mirror1"]?.current = 2
    // Typing has the server asked now and then; who asks a third time has heard the second answer.
    var keys = 0
    while server.receivedCommands.filter({ $0 == "query-jobs" }).count < 3, keys < 100_000 {
      try shell.type("x")
      try shell.waitForLine("x")
      try shell.type("\u{8}")
      try shell.waitForLine("")
      keys += 1
    }
    try shell.type("is mirror")
    try shell.waitForLine("is mirror")
    try shell.type("\t")
    try shell.type("\t")
    try shell.waitForTranscript("mirror1  mirror  running 100%")
  }

  @Test(arguments: [
    ("is| mirror0", "", "is mirror0", 2), ("pause mi|r1", "\t", "pause mirrorr1", 12),
    ("show 'ba|'", "\t", "show 'backup0'", 13),
    ("list --status=ru|", "\t", "list --status=running", 21),
    ("is \"mirror1\" rea|", "\t", "is \"mirror1\" ready", 18),
  ])
  func `in the middle of a line, in quotes, behind an option's equals sign`(
    line: String,
    key: String,
    result: String,
    cursor: Int
  ) throws {
    let parts = line.split(separator: "|", omittingEmptySubsequences: false)
    let shell = try TypedShell(at: server.address)
    let text = String(parts[0] + parts[1])
    try shell.type(text)
    try shell.waitForLine(text)
    try shell.type(String(repeating: "\u{2}", count: parts[1].count) + key)
    try shell.waitForLine(result, cursor: cursor)
  }

  @Test func `files, where a file is meant`() throws {
    let shell = try TypedShell(at: server.address)
    try shell.home.write("", to: "some folder/vm.qmp")
    try shell.type("list -s so\t")
    try shell.waitForLine("list -s some\\ folder/")
    try shell.type("\t")
    try shell.waitForLine("list -s some\\ folder/vm.qmp ")
  }

  @Test func `a list does not disturb a wrapped line`() throws {
    let shell = try TypedShell(at: server.address, columns: 30)
    let line = "pause backup0 backup0 backup0 backup0 m"
    try shell.type(line + "\t\t")
    try shell.waitForTranscript("mirror1  mirror  running 50%")
    try shell.waitForLine(line + "irror")
    #expect(shell.screen.unknown == [])
  }

  @Test func `ten thousand jobs are no trouble`() throws {
    let many = (0..<10_000).map { ("job\($0)", FakeJobs.Job("backup")) }
    let server = try FakeMonitor(
      answering: FakeJobs(Dictionary(uniqueKeysWithValues: many)).answer
    )
    let shell = try TypedShell(at: server.address, rows: 10, columns: 40)
    try shell.type("pause \t")
    try shell.waitForLine("pause job")
    try shell.type("\t")
    try shell.waitForTranscript("(9964 more)")
    try shell.waitForLine("pause job")
  }
}
