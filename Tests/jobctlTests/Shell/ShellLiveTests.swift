import Glibc
import TestSupport
import Testing

/// The shell at work: under a flood of events, on the sandbox's tour, and on a real server.
@Suite struct ShellLiveTests {
  @Test func `typing goes on under thousands of events a second`() throws {
    let directory = try TemporaryDirectory()
    let socket = directory.path("qmp")
    let sandbox = try RunningCommand(
      Jobctl.path,
      ["sandbox", "--scenario", "flood", "--listen", socket]
    )
    try sandbox.readError { $0.contains("jobctl list") }
    let shell = try TypedShell(at: socket, columns: 60)
    let text = "show-a-name-that-no-job-has-and-that-is-longer-than-one-row-of-the-screen"
    for (index, character) in text.enumerated() {
      try shell.type(String(character))
      try shell.terminal.wait(for: "'\(text.prefix(index + 1))'") { screen in
        screen.transcript.last == "jobctl> " + text.prefix(index + 1)
      }
    }
    try shell.terminal.wait(for: "events") { $0.transcript.count > 50 }
    // However many rows have gone by, no copy of the line was left among them.
    #expect(shell.screen.transcript.filter { $0.hasPrefix("jobctl>") }.count == 1)
    try shell.type("\revents off\r")
    try shell.waitForTranscript("jobctl [2]> events off")
    try shell.waitForPrompt()
    try shell.type("status\r")
    try shell.terminal.wait(for: "the status") { screen in
      screen.transcript.contains { $0.hasPrefix("events        off, ") }
    }
    #expect(try shell.quit().status == 0)
    sandbox.send(SIGTERM)
    _ = try sandbox.wait()
  }

  @Test(arguments: QEMUInstallation.all)
  func `a session with a real server`(qemu: QEMUInstallation) throws {
    let daemon = try StorageDaemon(of: qemu)
    try daemon.hold(.running, "b0", as: .backup)
    let shell = try TypedShell(at: daemon.socket(), columns: 100)
    try shell.type("pau\t\t\r")
    try shell.terminal.wait(for: "the pause") { screen in
      screen.transcript.contains { $0.hasSuffix("b0          backup   running → paused") }
    }
    #expect(shell.screen.transcript.contains("jobctl> pause b0"))
    try shell.type("pause \t")
    try shell.waitForTranscript("no job accepts pause")
    try shell.type("\u{15}resume b0 --wait\r")
    try shell.waitForTranscript("jobctl> resume b0 --wait")
    try shell.terminal.wait(for: "the end of the pause") { screen in
      screen.transcript.contains { $0.hasSuffix("paused → running") }
    }
    try shell.type("cancel b0\r")
    try shell.terminal.wait(for: "the end") { screen in
      screen.transcript.contains {
        $0.contains("concluded, cancelled") || $0.contains("gone, cancelled")
      }
    }
    try shell.enter("list -o name")
    #expect(try shell.quit().status == 0)
    try daemon.waitForStatus("null", of: "b0")
  }
}
