import Glibc
import TestSupport
import Testing

/// A wait never hangs, and never ends without a reason.
@Suite struct WaitLimitTests {
  /// A daemon with a job, and a proxy before it that tells what is asked for.
  private func start(_ qemu: QEMUInstallation) throws -> (StorageDaemon, FilteringProxy) {
    let daemon = try StorageDaemon(of: qemu)
    try daemon.hold(.running, "j")
    return (daemon, try FilteringProxy(to: daemon.socket()))
  }

  @Test(
    arguments: QEMUInstallation.all,
    [["wait", "j"], ["watch"], ["is", "j", "running"], ["pause", "j", "--wait"]]
  )
  func `a process that is stopped is busy`(qemu: QEMUInstallation, words: [String]) throws {
    let (daemon, _) = try start(qemu)
    try daemon.freeze()
    defer { daemon.thaw() }
    let result = try Jobctl.run(words + ["--connect-timeout", "300ms"], at: daemon.socket())
    #expect(result.status == 6 && result.output.isEmpty)
    #expect(result.error.contains("stopped"))
  }

  @Test(arguments: QEMUInstallation.all)
  func `a process that stops while somebody waits costs no more than the time`(
    qemu: QEMUInstallation
  ) throws {
    let (daemon, proxy) = try start(qemu)
    // It may have been answered by then, or not.
    let wait = try proxy.start("wait", "j", "--timeout", "500ms")
    try daemon.freeze()
    defer { daemon.thaw() }
    let result = try wait.wait()
    #expect(result.status == 7)
  }

  @Test(
    arguments: QEMUInstallation.all,
    [
      (["wait", "j"], "query-jobs"), (["watch"], "query-jobs"),
      (["is", "j", "ready"], "query-jobs"),
      (["pause", "j", "--wait"], "job-pause"), (["resume", "j", "--wait=9s"], "query-block-jobs"),
    ]
  )
  func `a command that is not answered is given up`(
    qemu: QEMUInstallation,
    row: (words: [String], command: String)
  ) throws {
    let (words, command) = row
    let (daemon, proxy) = try start(qemu)
    defer { withExtendedLifetime(daemon) {} }
    proxy.rules.unansweredCommands = [command]
    let result = try Jobctl.run(words + ["--reply-timeout", "200ms"], at: proxy.socket)
    #expect(result.status == 7 && result.output.isEmpty)
    #expect(result.error.hasPrefix("jobctl: no reply to \(command) from "))
    #expect(result.error.contains(" within 200ms"))
  }

  @Test(arguments: QEMUInstallation.all)
  func `no reply is awaited longer than the wait may take`(qemu: QEMUInstallation) throws {
    let (daemon, proxy) = try start(qemu)
    defer { withExtendedLifetime(daemon) {} }
    proxy.rules.unansweredCommands = ["query-jobs"]
    for words in [["wait", "j", "-t", "200ms"], ["watch", "-t", "200ms"]] {
      let result = try Jobctl.run(words, at: proxy.socket)
      #expect(result.status == 7 && result.output.isEmpty)
      #expect(result.error.contains(" within 200ms"))
    }
  }

  @Test(arguments: QEMUInstallation.all)
  func `a server that is killed is told, with what was known`(qemu: QEMUInstallation) throws {
    let (daemon, _) = try start(qemu)
    try daemon.hold(.running, "k")
    let wait = try startAnswered(daemon, "wait", "j", "k")
    try daemon.execute("job-cancel", ["id": "k"])
    try wait.readError { $0.contains("'k' was cancelled") }
    try daemon.kill()
    let result = try wait.wait()
    #expect(result.status == 8 && result.output.isEmpty)
    let complaint = "jobctl: '\(daemon.socket())' closed the connection\n"
    #expect(result.error.hasSuffix(complaint))
  }

  @Test(arguments: QEMUInstallation.all)
  func `a server that ends takes its jobs along, and says so`(qemu: QEMUInstallation) throws {
    let (daemon, _) = try start(qemu)
    let wait = try startAnswered(daemon, "wait", "j")
    try daemon.terminate()
    let result = try wait.wait()
    // Older ones close their monitors first.
    let told = qemu.has(.toldEnd)
    #expect(result.status == (told ? 10 : 8))
    let complaint = told ? "'j' was cancelled" : "'\(daemon.socket())' closed the connection"
    #expect(result.error.hasSuffix("jobctl: \(complaint)\n"))
  }

  @Test(
    arguments: QEMUInstallation.all,
    [SIGINT, SIGTERM].flatMap { signal in
      [["wait", "j", "c"], ["cancel", "c", "--wait"]].map { (signal, $0) }
    }
  )
  func `a signal ends the wait, by that signal, and leaves the jobs alone`(
    qemu: QEMUInstallation,
    row: (signal: Int32, words: [String])
  ) throws {
    let (signal, words) = row
    let (daemon, proxy) = try start(qemu)
    try daemon.startEndlessCreate("c")
    let wait = try RunningCommand(Jobctl.path, ["-s", proxy.socket] + words)
    try proxy.waitForRequest(words[0] == "wait" ? "query-jobs" : "job-cancel")
    wait.send(signal)
    let result = try wait.wait()
    #expect(result.signal == signal && result.status == 128 + signal)
    #expect(result.output.isEmpty)
    for id in ["j", "c"] { #expect(try daemon.monitor().status(of: id) == "running") }
  }

  @Test(arguments: QEMUInstallation.all)
  func `nobody needs to read what a wait does not say`(qemu: QEMUInstallation) throws {
    let (daemon, _) = try start(qemu)
    for output in [CommandOutput.brokenPipe, .closed, .null] {
      let wait = try RunningCommand(
        Jobctl.path,
        ["-s", daemon.socket(), "wait", "j", "-t", "100ms"],
        output: output
      )
      #expect(try wait.wait().status == 7)
    }
  }

  @Test(arguments: QEMUInstallation.all)
  func `an answer that nobody reads is the same answer`(qemu: QEMUInstallation) throws {
    let (daemon, _) = try start(qemu)
    for (status, expected) in [("running", Int32(0)), ("ready", 4)] {
      let result = try Jobctl.run("is", "j", status, at: daemon.socket(), output: .brokenPipe)
      #expect(result == .ended(expected))
    }
  }

  /// One that has the reply to its first query.
  private func startAnswered(_ daemon: StorageDaemon, _ words: String...) throws -> RunningCommand {
    let words = ["-s", daemon.socket(), "--debug"] + words
    let command = try RunningCommand(Jobctl.path, words)
    try command.readError { $0.contains("\"current-progress\"") }
    return command
  }

  private static let job: JSON = [
    "id": "j", "type": "mirror", "status": "running", "current-progress": 0, "total-progress": 8,
  ]

  @Test func `a look that is given up when the time is over is not followed by another`() throws {
    let server = try FakeMonitor(
      FakeMonitor.Step.negotiate() + [
        .receive, .succeed([Self.job]), .receive, .succeed([]), .receive,
        // The first of this job: what it is can only be asked for.
        .event("JOB_STATUS_CHANGE", ["id": "x", "status": "running"]), .stall,
      ]
    )
    let words = ["watch", "--progress=100ms", "--timeout", "400ms", "--no-share"]
    let result = try Jobctl.run(words, at: server.address)
    #expect(result.status == 7 && result.output.contains("x "), "\(result)")
  }

  @Test func `before 3.0 neither`() throws {
    let server = try FakeMonitor(
      FakeMonitor.Step.negotiate("2.11.0") + [
        .receive, .fail("query-jobs is not there", errorClass: "CommandNotFound"), .receive,
        .succeed([Self.blockJob]), .receive, .succeed([Self.blockJob]), .receive, .stall,
      ]
    )
    let words = ["wait", "j", "--progress=100ms", "--timeout", "400ms", "--no-share"]
    let result = try Jobctl.run(words, at: server.address)
    #expect(result.status == 7 && result.error.contains("timed out: 'j' is still"), "\(result)")
  }

  private static let blockJob: JSON = [
    "device": "j", "type": "mirror", "status": "running", "offset": 0, "len": 8, "speed": 0,
    "busy": true, "paused": false, "ready": false, "io-status": "ok",
  ]
}
