import Glibc
import TestSupport
import Testing

/// The question before jobs are cancelled by pattern.
@Suite struct ConfirmationTests {
  private let daemon: StorageDaemon

  init() throws {
    daemon = try StorageDaemon(monitors: 2, of: .any)
    for id in ["b1", "b2"] { try daemon.hold(.running, id, as: .backup) }
  }

  @Test(arguments: ["y", "yes", "Y"])
  func `yes cancels`(answer: String) throws {
    let terminal = try ask("cancel", "b*")
    try terminal.write("\(answer)\r")
    #expect(try terminal.wait().status == 0)
    for id in ["b1", "b2"] { try daemon.waitForStatus("null", of: id) }
  }

  @Test(arguments: ["n\r", "\r", "no\r", "yn\r", "\u{4}", "y\u{15}\r"])
  func `anything else does not`(typed: String) throws {
    let terminal = try ask("cancel", "--all", "--force")
    try terminal.write(typed)
    let result = try terminal.wait()
    #expect(result.status == 1)
    let output = result.output.replacing("\r\n", with: "\n")
    #expect(output.hasSuffix("\njobctl: not confirmed; nothing was sent\n"))
    try expectUntouched()
  }

  @Test func `Ctrl-C at the question ends it, as a signal does`() throws {
    let terminal = try ask("cancel", "b*")
    try terminal.write("\u{3}")
    #expect(try terminal.wait().signal == SIGINT)
    try expectUntouched()
  }

  @Test func `SIGTERM at the question ends it too`() throws {
    let terminal = try ask("cancel", "b*")
    terminal.send(SIGTERM)
    #expect(try terminal.wait().signal == SIGTERM)
    try expectUntouched()
  }

  @Test func `a terminal that is closed at the question`() throws {
    let terminal = try ask("cancel", "b*")
    terminal.hangUp()
    #expect(try terminal.wait().signal == SIGHUP)
    try expectUntouched()
  }

  @Test func `a job that another client ends meanwhile is gone`() throws {
    let terminal = try ask("cancel", "b*")
    #expect(try Jobctl.run("cancel", "b1", at: daemon.socket(1)) == .ended(0))
    try daemon.waitForStatus("null", of: "b1")
    try terminal.write("y\r")
    let result = try terminal.wait()
    #expect(result.status == 3)
    #expect(result.output.contains("jobctl: cannot cancel 'b1': there is no such job"))
    try daemon.waitForStatus("null", of: "b2")
  }

  @Test func `nobody is asked for an id, with --yes, or for a dry run`() throws {
    for words in [["cancel", "-n", "b*"], ["cancel", "b1"], ["cancel", "--yes", "--all"]] {
      let terminal = try PseudoTerminal(
        running: Jobctl.path,
        ["-s", daemon.socket()] + words
      )
      let result = try terminal.wait()
      #expect(result.status == 0)
      #expect(!result.output.contains("[y/N]"))
    }
    for id in ["b1", "b2"] { try daemon.waitForStatus("null", of: id) }
  }

  /// Starts a command on a terminal and waits for its question.
  private func ask(_ words: String...) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(running: Jobctl.path, ["-s", daemon.socket()] + words)
    // The order of the ids is the server's.
    let question = try terminal.expect("? [y/N] ")
    let beginnings = ["(b1, b2)", "(b2, b1)"].map { "Cancel 2 jobs \($0)? [y/N] " }
    #expect(beginnings.contains(question))
    return terminal
  }

  private func expectUntouched() throws {
    for id in ["b1", "b2"] { #expect(try daemon.monitor().status(of: id) == "running") }
  }
}
