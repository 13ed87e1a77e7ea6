import Foundation
import Glibc
import TestSupport
import Testing

/// Keys, signals and the window of the shell.
@Suite struct ShellKeyTests {
  private let jobs: FakeJobs
  private let server: FakeMonitor

  init() throws {
    jobs = FakeJobs(["m0": FakeJobs.Job()])
    server = try FakeMonitor(answering: jobs.answer)
  }

  @Test func `it says where it is, and leaves the terminal as it was`() throws {
    let shell = try TypedShell(at: server.address)
    #expect(
      shell.screen.transcript == [
        "jobctl: connected to \(server.address), QEMU 7.2.22, 1 job; 'help' lists the commands",
        "jobctl>",
      ]
    )
    #expect(shell.terminal.terminal.modes == [.signals])
    try shell.type("quit\r")
    #expect(try shell.terminal.waitForEnd().status == 0)
    #expect(shell.screen.shownText.last == "jobctl> quit")
    #expect(shell.terminal.terminal.modes == [.canonical, .echo, .signals])
  }

  @Test func `the last exit status is in the prompt when it is not 0`() throws {
    let shell = try TypedShell(at: server.address)
    try shell.enter("is m0 ready", prompt: "jobctl [4]>")
    try shell.type("nothing m0\r")
    try shell.waitForTranscript("jobctl: unknown command 'nothing' (see 'jobctl help')")
    try shell.waitForPrompt("jobctl [2]>")
    try shell.type("\r")
    try shell.waitForPrompt("jobctl [2]>")
    try shell.type("is m0 running\r")
    try shell.waitForPrompt("jobctl>")
  }

  @Test func `UTF-8 may come in pieces`() throws {
    let shell = try TypedShell(at: server.address)
    let bytes = Array("pause größe日😀".utf8)
    for (index, byte) in bytes.enumerated() {
      // In the middle of a character, and elsewhere.
      if [9, 15, 19].contains(index) {
        server.say(jobs.move("m0", to: index == 15 ? "running" : "waiting"))
        try shell.terminal.wait(for: "an event") { screen in
          screen.transcript.filter { $0.contains(" → ") }.count == [9: 1, 15: 2, 19: 3][index]
        }
      }
      try shell.terminal.write([byte])
    }
    try shell.terminal.waitForLastRows("jobctl> pause größe日😀")
    try shell.type("\r")
    try shell.waitForTranscript("jobctl: cannot pause 'größe日😀': there is no such job")
  }

  @Test func `Ctrl-C drops the line, wherever the cursor stands`() throws {
    let shell = try TypedShell(at: server.address, columns: 20)
    try shell.type("pause m0 and much more\u{1}\u{6}")
    try shell.waitForLine("pause m0 and much more", cursor: 1)
    try shell.type("\u{3}")
    try shell.waitForPrompt()
    #expect(
      shell.screen.shownText.suffix(3) == ["jobctl> pause m0 and", " much more^C", "jobctl>"]
    )
    try shell.enter("is m0 running")
    #expect(!server.receivedCommands.contains("job-pause"))
    #expect(try shell.quit().status == 0)
  }

  @Test func `Ctrl-C ends a search`() throws {
    let shell = try TypedShell(at: server.address)
    try shell.enter("is m0 running")
    try shell.type("\u{12}m0")
    try shell.waitForTranscript("bck:m0")
    try shell.type("\u{3}")
    try shell.waitForPrompt()
    try shell.enter("is m0 running")
  }

  @Test func `Ctrl-D leaves on an empty line, and only there`() throws {
    let shell = try TypedShell(at: server.address)
    try shell.type("list\u{4}")
    try shell.type("\u{15}")
    try shell.waitForLine("")
    try shell.type("\u{4}")
    #expect(try shell.terminal.waitForEnd().status == 0)
    #expect(shell.terminal.terminal.modes == [.canonical, .echo, .signals])
  }

  @Test func `Ctrl-Z suspends it, and what was typed is there again`() throws {
    let home = try TemporaryDirectory()
    let terminal = try WatchedTerminal(
      running: "bash",
      [
        "-c", "set -m; \"$@\"; echo \"stopped $?\"; read -r line; fg; echo \"left $?\"", "bash",
        Jobctl.path, "-s", server.address, "shell",
      ],
      environment: ["HOME": home.path],
      columns: 60
    )
    try terminal.wait(for: "the prompt") { $0.transcript.last == "jobctl>" }
    let line = "pause m0 and a lot of others so that the line is wrapped"
    try terminal.write(line + "\u{2}\u{2}")
    try terminal.wait(for: "the line") { $0.transcript.last == "jobctl> " + line }
    try terminal.write("\u{1A}")
    try terminal.wait(for: "stopped") { $0.transcript.contains("stopped 148") }
    #expect(!terminal.screen.transcript.contains("jobctl> " + line))
    #expect(terminal.terminal.modes == [.canonical, .echo, .signals])
    server.say(jobs.move("m0", to: "waiting"))
    try terminal.write("go on\r")
    try terminal.wait(for: "the line again") { screen in
      screen.transcript.last == "jobctl> " + line && screen.cursor.column == 2
    }
    try terminal.wait(for: "what happened meanwhile") { screen in
      screen.transcript.dropLast().last?.hasSuffix("running → waiting") == true
    }
    try terminal.write("\u{15}quit\r")
    #expect(try terminal.waitForEnd().status == 0)
    #expect(terminal.screen.transcript.last == "left 0")
  }

  @Test(arguments: [SIGHUP, SIGTERM])
  func `a signal ends it, with the terminal restored and the history kept`(signal: Int32) throws {
    let shell = try TypedShell(at: server.address)
    try shell.enter("is m0 running")
    try shell.type("pause")
    try shell.waitForLine("pause")
    shell.terminal.terminal.send(signal)
    #expect(try shell.terminal.waitForEnd().signal == signal)
    #expect(shell.terminal.terminal.modes == [.canonical, .echo, .signals])
    #expect(
      try shell.home.read(".local/state/jobctl/history").hasSuffix("\nis m0 running\n")
    )
  }

  @Test func `a terminal that is closed ends it`() throws {
    let shell = try TypedShell(at: server.address)
    shell.terminal.terminal.hangUp()
    #expect(try shell.terminal.terminal.wait().signal == SIGHUP)
  }

  @Test func `a signal ends it while a command waits`() throws {
    let jobs = FakeJobs(["m0": FakeJobs.Job()])
    let slow = try FakeMonitor { $0.command == "job-pause" ? [] : jobs.answer($0) }
    let shell = try TypedShell(at: slow.address)
    try shell.type("pause m0\r")
    try slow.wait { $0.received.contains { $0.contains("job-pause") } }
    shell.terminal.terminal.send(SIGTERM)
    #expect(try shell.terminal.waitForEnd().signal == SIGTERM)
    #expect(shell.terminal.terminal.modes == [.canonical, .echo, .signals])
  }

  /// In one of the lines a row of 30 columns ends with a blank.
  @Test(
    arguments: ["pause m0 m1 m2 m3 m4 m5 m6 m7 m8", "pause  m0 m1 m2 m3 m4 m5 m6 m7 m8"],
    [true, false]
  )
  func `the line follows the window`(line: String, reflows: Bool) throws {
    let shell = try TypedShell(at: server.address, columns: 60)
    try shell.type(line)
    try shell.waitForLine(line)
    for columns in [30, 80, 30, 17, 25, 80] {
      try shell.terminal.resize(rows: 24, columns: columns, reflows: reflows)
      // What is typed is shown once the window has been followed. Terminals that cut lines instead may
      // keep some of the old rows.
      try shell.type("x")
      try shell.waitForLine(line + "x", isAlone: reflows)
      try shell.type("\u{8}")
      try shell.waitForLine(line, isAlone: reflows)
      guard reflows else { continue }
      #expect(shell.screen.transcript.filter { $0.hasPrefix("jobctl>") }.count == 1)
      #expect(shell.screen.transcript.first?.hasPrefix("jobctl: connected") == true)
    }
    try shell.type("\u{15}list -o name\r")
    try shell.terminal.waitForLastRows("m0", "jobctl>")
  }

  @Test func `20 columns are enough`() throws {
    let shell = try TypedShell(at: server.address, columns: 20)
    try shell.enter("list")
    #expect(
      shell.screen.shownText.suffix(3) == [
        "ID  STATUS   PERCENT", "m0  running     0.0%", "jobctl>",
      ]
    )
    try shell.type("pa\t")
    try shell.waitForLine("pause ")
    try shell.type("\t")
    try shell.waitForLine("pause m0 ")
    #expect(shell.screen.unknown == [])
  }

  @Test func `editing can be switched off`() throws {
    let shell = try TypedShell(at: server.address, settings: "edit off\n")
    try shell.enter("is m0 running")
    server.say(jobs.move("m0", to: "waiting"))
    try shell.terminal.wait(for: "the event") { screen in
      screen.transcript.contains { $0.hasSuffix("running → waiting") }
    }
    try shell.waitForPrompt()
    try shell.type("\u{4}")
    #expect(try shell.terminal.waitForEnd().status == 0)
  }

  @Test func `keys are those of the user's editrc`() throws {
    let settings = """
      # comments, and lines for others
      gdb:bind "^I" ed-delete-prev-char
      bind -v
      bind "^T" vi-kill-line-prev

      """
    let shell = try TypedShell(at: server.address, settings: settings)
    try shell.type("pau\t")
    try shell.waitForLine("pause ")
    try shell.type("\u{14}")
    try shell.waitForLine("")
    try shell.type("list\u{1B}0x")
    try shell.waitForLine("ist", cursor: 0)
  }
}
