import Glibc
import TestSupport
import Testing

/// A wait never hangs, and never ends without a reason.
@Suite struct WaitLimitTests {
  private let daemon: StorageDaemon
  private let proxy: FilteringProxy

  init() throws {
    daemon = try StorageDaemon()
    proxy = try FilteringProxy(to: daemon.socket())
    try daemon.hold(.running, "j")
  }

  @Test(arguments: [["wait", "j"], ["watch"], ["is", "j", "running"], ["pause", "j", "--wait"]])
  func `a process that is stopped is busy`(words: [String]) throws {
    try daemon.freeze()
    defer { daemon.thaw() }
    let result = try Jobctl.run(words + ["--connect-timeout", "300ms"], at: daemon.socket())
    #expect(result.status == 6 && result.output.isEmpty)
    #expect(result.error.contains("stopped"))
  }

  @Test func `a process that stops while somebody waits costs no more than the time`() throws {
    // It may have been answered by then, or not.
    let wait = try start("wait", "j", "--timeout", "500ms")
    try daemon.freeze()
    defer { daemon.thaw() }
    let result = try wait.wait()
    #expect(result.status == 7)
  }

  @Test(arguments: [
    (["wait", "j"], "query-jobs"), (["watch"], "query-jobs"), (["is", "j", "ready"], "query-jobs"),
    (["pause", "j", "--wait"], "job-pause"), (["resume", "j", "--wait=9s"], "query-block-jobs"),
  ])
  func `a command that is not answered is given up`(words: [String], command: String) throws {
    proxy.rules.unansweredCommands = [command]
    let result = try Jobctl.run(words + ["--reply-timeout", "200ms"], at: proxy.socket)
    #expect(result.status == 7 && result.output.isEmpty)
    #expect(result.error.hasPrefix("jobctl: no reply to \(command) from "))
    #expect(result.error.contains(" within 200ms"))
  }

  @Test func `no reply is awaited longer than the wait may take`() throws {
    proxy.rules.unansweredCommands = ["query-jobs"]
    for words in [["wait", "j", "-t", "200ms"], ["watch", "-t", "200ms"]] {
      let result = try Jobctl.run(words, at: proxy.socket)
      #expect(result.status == 7 && result.output.isEmpty)
      #expect(result.error.contains(" within 200ms"))
    }
  }

  @Test func `a server that is killed is told, with what was known`() throws {
    try daemon.hold(.running, "k")
    let wait = try startAnswered("wait", "j", "k")
    try daemon.execute("job-cancel", ["id": "k"])
    try wait.readError { $0.contains("'k' was cancelled") }
    try daemon.kill()
    let result = try wait.wait()
    #expect(result.status == 8 && result.output.isEmpty)
    let complaint = "jobctl: '\(daemon.socket())' closed the connection\n"
    #expect(result.error.hasSuffix(complaint))
  }

  @Test func `a server that ends takes its jobs along, and says so`() throws {
    let wait = try startAnswered("wait", "j")
    try daemon.terminate()
    let result = try wait.wait()
    #expect(result.status == 10)
    #expect(result.error.hasSuffix("jobctl: 'j' was cancelled\n"))
  }

  @Test(arguments: [SIGINT, SIGTERM], [["wait", "j", "c"], ["cancel", "c", "--wait"]])
  func `a signal ends the wait, by that signal, and leaves the jobs alone`(
    signal: Int32,
    words: [String]
  ) throws {
    try daemon.startEndlessCreate("c")
    let wait = try RunningCommand(Jobctl.path, ["-s", proxy.socket] + words)
    try proxy.waitForRequest(words[0] == "wait" ? "query-jobs" : "job-cancel")
    wait.send(signal)
    let result = try wait.wait()
    #expect(result.signal == signal && result.status == 128 + signal)
    #expect(result.output.isEmpty)
    for id in ["j", "c"] { #expect(try daemon.monitor().status(of: id) == "running") }
  }

  @Test func `nobody needs to read what a wait does not say`() throws {
    for output in [CommandOutput.brokenPipe, .closed, .null] {
      let wait = try RunningCommand(
        Jobctl.path,
        ["-s", daemon.socket(), "wait", "j", "-t", "100ms"],
        output: output
      )
      #expect(try wait.wait().status == 7)
    }
  }

  @Test func `an answer that nobody reads is the same answer`() throws {
    for (status, expected) in [("running", Int32(0)), ("ready", 4)] {
      let result = try Jobctl.run("is", "j", status, at: daemon.socket(), output: .brokenPipe)
      #expect(result == .ended(expected))
    }
  }

  /// One that has the reply to its first query.
  private func startAnswered(_ words: String...) throws -> RunningCommand {
    let words = ["-s", daemon.socket(), "--debug"] + words
    let command = try RunningCommand(Jobctl.path, words)
    try command.readError { $0.contains("\"current-progress\"") }
    return command
  }

  private func start(_ words: String...) throws -> RunningCommand {
    let command = try RunningCommand(Jobctl.path, ["-s", proxy.socket] + words)
    try proxy.waitForRequest("query-jobs")
    return command
  }
}
