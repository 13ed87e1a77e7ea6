import TestSupport
import Testing

/// Events above the line that is being typed.
@Suite struct ShellEventTests {
  private let jobs: FakeJobs
  private let server: FakeMonitor

  init() throws {
    let jobs = FakeJobs(["mirror0": FakeJobs.Job(), "b1": FakeJobs.Job("backup")])
    self.jobs = jobs
    server = try FakeMonitor(answering: jobs.answer)
  }

  /// What the fake's events look like; its clock stands.
  private static func event(_ id: String, _ type: String, _ what: String) -> String {
    let id = id + String(repeating: " ", count: 10 - id.count)
    let type = type + String(repeating: " ", count: 7 - type.count)
    return "22:13:20.000  \(id)  \(type)  \(what)"
  }

  @Test(arguments: ["xterm", "vt100", "linux", "xterm-256color", "screen"])
  func `an event leaves a wrapped line as it was, wherever the cursor stands`(
    term: String
  ) throws {
    let shell = try TypedShell(at: server.address, term: term, columns: 40)
    let text = String((0..<100).map { Character(Unicode.Scalar(UInt8(97 + $0 % 26))) })
    try shell.type(text)
    try shell.waitForLine(text)
    var cursor = text.count
    for (index, position) in [100, 99, 72, 71, 64, 33, 32, 31, 1, 0].enumerated() {
      try shell.type(String(repeating: "\u{2}", count: cursor - position))
      cursor = position
      try shell.waitForLine(text, cursor: cursor)
      let statuses = ["running", "waiting"]
      let (old, new) = (statuses[index % 2], statuses[(index + 1) % 2])
      server.say(jobs.move("mirror0", to: new))
      let event = Self.event("mirror0", "mirror", "\(old) → \(new)")
      try shell.terminal.wait(for: "\(index + 1) events") { screen in
        screen.transcript.filter { $0.contains(" → ") }.count == index + 1
      }
      try shell.waitForLine(text, cursor: cursor)
      #expect(shell.screen.transcript.dropLast().last == event)
    }
    #expect(shell.screen.transcript.filter { $0.hasPrefix("jobctl>") }.count == 1)
    #expect(shell.screen.unknown == [])
    #expect(try shell.quit().status == 0)
  }

  @Test func `a line that fills its row, and one that is longer than the screen`() throws {
    let shell = try TypedShell(at: server.address, rows: 6, columns: 20)
    let full = String(repeating: "x", count: 12)
    try shell.type(full)
    try shell.terminal.wait(for: "a full row") { $0.cursor == ($0.shownText.count, 0) }
    server.say(jobs.move("mirror0", to: "waiting"))
    try shell.waitForTranscript(Self.event("mirror0", "mirror", "running → waiting"))
    try shell.type("yz")
    try shell.waitForLine(full + "yz")
    // Of more than a screen only the end is shown.
    let long = String(repeating: "0123456789", count: 20)
    try shell.type(long)
    let isAtEnd = { (screen: TerminalScreen) in
      screen.shownText.suffix(2) == ["89012345678901234567", "89"] && screen.cursor.column == 2
    }
    try shell.terminal.wait(for: "the end", until: isAtEnd)
    server.say(jobs.move("b1", to: "waiting"))
    try shell.waitForTranscript(Self.event("b1", "backup", "running → waiting"))
    try shell.terminal.wait(for: "the end again", until: isAtEnd)
    try shell.type("\u{15}list -o name\r")
    try shell.waitForTranscript("b1")
    try shell.waitForPrompt()
    #expect(shell.screen.unknown == [])
  }

  @Test func `wide and multi-byte characters`() throws {
    let shell = try TypedShell(at: server.address, columns: 21)
    // The sixth does not fit into the first row: its last column stays empty.
    let text = "日本日本日本日本größe"
    try shell.type(text)
    let rows = ["jobctl> 日本日本日本", "日本größe"]
    try shell.terminal.waitForLastRows(rows[0], rows[1])
    for (index, (keys, column)) in [("", 9), ("\u{2}\u{2}", 7), ("\u{1}", 8)].enumerated() {
      try shell.type(keys)
      server.say(jobs.move("mirror0", to: index % 2 == 0 ? "waiting" : "running"))
      try shell.terminal.wait(for: "\(index + 1) events") { screen in
        screen.transcript.filter { $0.contains(" → ") }.count == index + 1
          && Array(screen.shownText.suffix(2)) == rows && screen.cursor.column == column
      }
    }
    #expect(shell.screen.transcript.filter { $0.hasPrefix("jobctl>") }.count == 1)
  }

  @Test func `several events in one read come together, in order`() throws {
    let shell = try TypedShell(at: server.address)
    try shell.type("pau")
    server.say(
      jobs.move("mirror0", to: "waiting") + jobs.move("mirror0", to: "pending")
        + jobs.move("b1", to: "waiting") + jobs.move("mirror0", to: "concluded")
    )
    try shell.waitForTranscript(
      Self.event("mirror0", "mirror", "pending → concluded, succeeded  0.0% of 1.0 MiB")
    )
    try shell.waitForLine("pau")
    let events = shell.screen.transcript.filter { $0.contains(" → ") }
    #expect(events.map { $0.split(separator: " ")[1] } == ["mirror0", "mirror0", "b1", "mirror0"])
  }

  @Test func `in vi mode, and while the history is searched`() throws {
    let shell = try TypedShell(at: server.address, settings: "bind -v\n")
    try shell.enter("list b1 -o name")
    try shell.type("list mirror0\u{1B}0")
    try shell.waitForLine("list mirror0", cursor: 0, prompt: "jobctl> ")
    server.say(jobs.move("b1", to: "waiting"))
    try shell.waitForTranscript(Self.event("b1", "backup", "running → waiting"))
    try shell.type("x")
    try shell.waitForLine("ist mirror0", cursor: 0)
    try shell.type("i\u{12}b1")
    try shell.terminal.wait(for: "the search") { screen in
      Array(screen.shownText.suffix(2)) == ["jobctl> list b1 -o name", "bck:b1"]
    }
    server.say(jobs.move("b1", to: "pending"))
    try shell.waitForTranscript(Self.event("b1", "backup", "waiting → pending"))
    try shell.terminal.wait(for: "the search again") { screen in
      Array(screen.shownText.suffix(2)) == ["jobctl> list b1 -o name", "bck:b1"]
        && screen.shownText.filter { $0.hasPrefix("bck:") }.count == 1
    }
    try shell.type("\r")
    try shell.waitForPrompt()
    #expect(shell.screen.transcript.filter { $0 == "b1" }.count == 2)
  }

  @Test(arguments: ["dumb", "no-such-terminal"])
  func `a terminal that cannot go back gets events on lines of their own`(term: String) throws {
    let shell = try TypedShell(at: server.address, term: term)
    #expect(
      shell.screen.transcript.contains { $0.contains("'no-such-terminal'") }
        == (term != "dumb")
    )
    try shell.type("pause mi")
    try shell.waitForTranscript("jobctl> pause mi")
    server.say(jobs.move("b1", to: "waiting"))
    try shell.waitForTranscript(Self.event("b1", "backup", "running → waiting"))
    try shell.waitForLine("pause mi", prompt: "jobctl> ", isAlone: false)
    try shell.type("rror0\r")
    try shell.waitForPrompt()
    #expect(server.receivedCommands.contains("job-pause"))
    #expect(!shell.terminal.terminal.output.contains("\u{1B}"))
    #expect(try shell.quit().status == 0)
  }

  @Test func `the traffic goes above the line, too`() throws {
    let shell = try TypedShell(at: server.address, columns: 200, options: ["--debug"])
    try shell.type("is mirror0 run")
    server.say(jobs.move("mirror0", to: "waiting"))
    try shell.waitForTranscript(Self.event("mirror0", "mirror", "running → waiting"))
    try shell.terminal.wait(for: "the line") { screen in
      screen.transcript.last == "jobctl> is mirror0 run"
        && screen.transcript.filter { $0.hasPrefix("jobctl> ") }.count == 1
        && screen.transcript.contains { $0.contains(" <- {") && $0.contains("JOB_STATUS_CHANGE") }
    }
  }

  @Test func `events can be chosen, or not be shown at all`() throws {
    let shell = try TypedShell(at: server.address)
    try shell.enter("events 'b*'")
    server.say(jobs.move("mirror0", to: "waiting") + jobs.move("b1", to: "waiting"))
    try shell.waitForTranscript(Self.event("b1", "backup", "running → waiting"))
    try shell.enter("events")
    try shell.enter("events off")
    server.say(jobs.move("b1", to: "pending"))
    try server.wait { _ in jobs.jobs["b1"]?.status == "pending" }
    try shell.enter("is b1 pending")
    try shell.enter("events on")
    server.say(jobs.move("b1", to: "concluded"))
    try shell.waitForTranscript(
      Self.event("b1", "backup", "pending → concluded, succeeded  0.0% of 1.0 MiB")
    )
    #expect(shell.screen.transcript.contains("b*"))
    #expect(shell.screen.transcript.filter { $0.contains(" → ") }.count == 2)
  }
}
