import Glibc
import TestSupport
import Testing

/// The connection of the shell: lost, found again, slow, or never there.
@Suite struct ShellConnectionTests {
  private let directory: TemporaryDirectory
  private let socket: String

  init() throws {
    directory = try TemporaryDirectory()
    socket = directory.path("qmp")
  }

  /// A server of a version with jobs, at the suite's socket.
  private func serve(_ scenario: String, _ version: String = "7.2") throws -> RunningCommand {
    try directory.write(scenario, to: "scenario")
    let sandbox = try RunningCommand(
      Jobctl.path,
      [
        "sandbox", "--listen", socket, "--scenario", directory.path("scenario"), "--qemu-version",
        version,
      ]
    )
    try sandbox.readError { $0.contains("jobctl list") }
    return sandbox
  }

  /// Backups that take for ever.
  private static func backups(_ ids: String...) -> String {
    let steps = ids.enumerated().map { index, id in
      """
      {"execute": "blockdev-backup", "arguments": {"job-id": "\(id)", "device": "d\(index)", \
      "target": "t\(index)", "sync": "full", "speed": 1}}
      """
    }
    let disks = ids.indices.flatMap { ["d\($0)", "t\($0)"] }
      .map { "{\"name\": \"\($0)\", \"size\": \"8G\"}" }
    return """
      {"disks": [\(disks.joined(separator: ","))], "steps": [\(steps.joined(separator: ","))]}
      """
  }

  @Test func `a server that was killed is found again, and what was missed is told`() throws {
    let first = try serve(Self.backups("b0", "b1"))
    let shell = try TypedShell(at: socket)
    try shell.type("is b0 run")
    try shell.waitForLine("is b0 run")
    first.send(SIGTERM)
    _ = try first.wait()
    let lost = "jobctl: '\(socket)' closed the connection; it is tried again from time to time, or "
    try shell.waitForTranscript(lost + "with 'reconnect'")
    try shell.waitForLine("is b0 run", prompt: "jobctl (not connected)> ")
    try shell.type("ning\r")
    try shell.waitForPrompt("jobctl [8] (not connected)>")
    let rows = shell.screen.transcript
    #expect(rows.contains("jobctl: not connected: '\(socket)' closed the connection"))
    let second = try serve(Self.backups("b0"))
    try shell.waitForTranscript("jobctl: connected again to \(socket), QEMU 7.2.0")
    try shell.terminal.wait(for: "what was missed") { screen in
      screen.transcript.contains { row in
        row.contains(" b1 ") && row.hasSuffix("running → gone, outcome unknown")
      }
    }
    try shell.waitForPrompt("jobctl [8]>")
    try shell.enter("is b0 running")
    #expect(shell.screen.transcript.contains("running"))
    withExtendedLifetime(second) {}
  }

  @Test func `a connection that is lost leaves the signals of the terminal alone`() throws {
    let server = try serve(Self.backups("b0"))
    let shell = try TypedShell(at: socket)
    try shell.type("is b0 run")
    server.send(SIGTERM)
    _ = try server.wait()
    try shell.waitForLine("is b0 run", prompt: "jobctl (not connected)> ")
    // It means nothing here; left to itself it ends the process.
    shell.terminal.terminal.send(SIGQUIT)
    try shell.type("ning")
    try shell.waitForLine("is b0 running", prompt: "jobctl (not connected)> ")
  }

  @Test func `a shell that can open nothing more leaves the signals to their course`() throws {
    let home = try TemporaryDirectory()
    // Room for its three streams, for the editor, and for what hears Ctrl-C.
    let terminal = try WatchedTerminal(
      running: "sh",
      ["-c", "ulimit -c 0; ulimit -n 5; exec \"$0\" -s /nowhere shell", Jobctl.path],
      // Swift's runtime would open more.
      environment: ["HOME": home.path, "SWIFT_BACKTRACE": "enable=no"]
    )
    try terminal.wait(for: "the prompt") { $0.transcript.last == "jobctl (not connected)>" }
    terminal.terminal.send(SIGQUIT)
    #expect(try terminal.waitForEnd().signal == SIGQUIT)
  }

  @Test func `what a command did not hear is said to be unknown`() throws {
    let jobs = FakeJobs(["m0": FakeJobs.Job()])
    let server = try FakeMonitor { $0.command == "job-pause" ? [.close] : jobs.answer($0) }
    let shell = try TypedShell(at: server.address)
    try shell.type("pause m0\r")
    try shell.terminal.wait(for: "the end of the command") { screen in
      screen.transcript.contains {
        $0.hasSuffix("before its reply to job-pause; whether it took effect is unknown")
      }
    }
    try shell.waitForTranscript("jobctl: connected again to \(server.address), QEMU 7.2.22")
    let rows = shell.screen.transcript
    let remark =
      "jobctl: the connection is lost; it is tried again from time to time, or with 'reconnect'"
    #expect(
      rows.firstIndex(of: remark) == rows.firstIndex { $0.hasSuffix("is unknown") }.map { $0 + 1 }
    )
    try shell.type("\r")
    try shell.waitForPrompt("jobctl [8]>")
    try shell.enter("is m0 running")
  }

  @Test func `a command that takes long says so, and Ctrl-C gives it up`() throws {
    let jobs = FakeJobs(["m0": FakeJobs.Job()])
    let server = try FakeMonitor { $0.command == "job-pause" ? [] : jobs.answer($0) }
    // A server does one thing at a time; this one does not, and a holder would not know.
    let shell = try TypedShell(at: server.address, options: ["--no-share"])
    try shell.type("pause m0\r")
    try shell.waitForTranscript("jobctl: waiting for the reply to job-pause; Ctrl-C gives up")
    try shell.type("\u{3}")
    try shell.waitForTranscript(
      "jobctl: interrupted before the reply to job-pause; whether it takes effect is unknown"
    )
    try shell.waitForPrompt("jobctl [130]>")
    // The connection goes on; a reply that comes late is nobody's.
    try shell.type("is m0 running\r")
    try shell.waitForPrompt("jobctl>")
    #expect(server.log.connections.count == 1)
  }

  @Test func `Ctrl-C ends a watch, and events above the line go on`() throws {
    let jobs = FakeJobs(["m0": FakeJobs.Job()])
    let server = try FakeMonitor(answering: jobs.answer)
    let shell = try TypedShell(at: server.address)
    try shell.type("watch\r")
    try shell.terminal.wait(for: "the snapshot") { screen in
      screen.transcript.contains { $0.contains("is running") }
    }
    server.say(jobs.move("m0", to: "waiting"))
    try shell.terminal.wait(for: "the event") { screen in
      screen.transcript.contains { $0.hasSuffix("running → waiting") }
    }
    try shell.type("\u{3}")
    try shell.waitForPrompt("jobctl [130]>")
    server.say(jobs.move("m0", to: "pending"))
    try shell.terminal.wait(for: "the next event") { screen in
      screen.transcript.contains { $0.hasSuffix("waiting → pending") }
    }
    #expect(shell.screen.transcript.filter { $0.hasSuffix("running → waiting") }.count == 1)
  }

  @Test func `events of a long wait are told meanwhile`() throws {
    let jobs = FakeJobs(["m0": FakeJobs.Job(), "m1": FakeJobs.Job()])
    let server = try FakeMonitor { $0.command == "job-pause" ? [.succeed] : jobs.answer($0) }
    let shell = try TypedShell(at: server.address)
    try shell.type("pause m0 --wait\r")
    try server.wait { $0.received.contains { $0.contains("job-pause") } }
    server.say(jobs.move("m1", to: "waiting"))
    try shell.terminal.wait(for: "the event") { screen in
      screen.transcript.contains { $0.hasSuffix("running → waiting") }
    }
    #expect(shell.screen.transcript.last?.hasPrefix("jobctl") == false)
    server.say(jobs.move("m0", to: "paused"))
    try shell.waitForPrompt()
  }

  @Test func `without a server it starts, and reconnect finds one`() throws {
    let shell = try TypedShell()
    let hint = "no server given: name one with -s ADDRESS or in JOBCTL_SOCKET; "
    #expect(shell.screen.transcript.first?.hasPrefix("jobctl: \(hint)") == true)
    try shell.enter("pause", prompt: "jobctl [2] (not connected)>")
    try shell.type("list\r")
    try shell.waitForTranscript(
      "jobctl: no server given: 'reconnect ADDRESS' connects to one (see 'jobctl help')"
    )
    let sandbox = try serve(Self.backups("b0"))
    try shell.type("reconnect \(socket)\r")
    try shell.waitForPrompt("jobctl>")
    try shell.enter("is b0 running")
    withExtendedLifetime(sandbox) {}
  }

  @Test func `a server that is open is kept when another one cannot be had`() throws {
    let sandbox = try serve(Self.backups("b0"))
    let shell = try TypedShell(at: socket)
    try shell.type("reconnect /nowhere\r")
    try shell.waitForPrompt("jobctl [5]>")
    try shell.enter("is b0 running")
    withExtendedLifetime(sandbox) {}
  }

  @Test func `a server that refuses is named, and reconnect tries it again`() throws {
    let shell = try TypedShell(at: socket, prompt: "jobctl (not connected)>")
    let reason = "cannot connect to '\(socket)': there is no such socket; is the guest running?"
    #expect(shell.screen.transcript.first == "jobctl: \(reason)")
    try shell.type("list\r")
    try shell.waitForTranscript("jobctl: not connected: \(reason)")
    try shell.waitForPrompt("jobctl [5] (not connected)>")
    let sandbox = try serve(Self.backups("b0"))
    try shell.type("reconnect\r")
    try shell.waitForPrompt("jobctl>")
    withExtendedLifetime(sandbox) {}
  }

  @Test func `a monitor that does not greet is waited for until Ctrl-C, or a signal`() throws {
    let busy = try FakeMonitor([.stall])
    let home = try TemporaryDirectory()
    let terminal = try WatchedTerminal(
      running: Jobctl.path,
      ["-s", busy.address, "--connect-timeout", "1h", "shell"],
      environment: ["HOME": home.path]
    )
    let notice = "jobctl: waiting for the server's greeting; Ctrl-C gives up"
    try terminal.wait(for: "the notice") { $0.transcript.contains(notice) }
    try terminal.write("\u{3}")
    try terminal.wait(for: "the prompt") { $0.transcript.last == "jobctl (not connected)>" }
    #expect(terminal.screen.transcript.contains("jobctl: interrupted"))
    try terminal.write("reconnect\r")
    try terminal.wait(for: "the notice") { screen in
      screen.transcript.filter { $0 == notice }.count == 2
    }
    terminal.terminal.send(SIGTERM)
    #expect(try terminal.waitForEnd().signal == SIGTERM)
  }

  @Test func `status tells of connection, server and jobs`() throws {
    let server = try FakeMonitor(
      answering: FakeJobs(["m0": FakeJobs.Job(), "m1": FakeJobs.Job("mirror", "ready")]).answer
    )
    let shell = try TypedShell(at: server.address)
    try shell.enter("status")
    let rows = Dictionary(
      shell.screen.transcript.compactMap { row -> (Substring, String)? in
        guard row.count > 14, !row.contains(">") else { return nil }
        return (row.prefix { $0 != " " }, String(row.dropFirst(14)))
      }
    ) { first, _ in first }
    #expect(rows["server"] == server.address)
    #expect(rows["connection"]?.hasPrefix("open since ") == true)
    #expect(rows["version"] == "7.2.22")
    #expect(rows["capabilities"] == "oob")
    #expect(rows["jobs"] == "2: 1 ready, 1 running")
    #expect(rows["events"] == "on, 0 so far")
    #expect(rows["history"] == shell.home.path(".local/state/jobctl/history"))
  }

  @Test func `a command may name a server of its own`() throws {
    let server = try FakeMonitor(answering: FakeJobs(["m0": FakeJobs.Job()]).answer)
    let other = try FakeMonitor(answering: FakeJobs(["x0": FakeJobs.Job()]).answer)
    let shell = try TypedShell(at: server.address)
    try shell.enter("list -o name -s \(other.address)")
    #expect(shell.screen.transcript.contains("x0"))
    try shell.enter("list -o name")
    #expect(shell.screen.transcript.contains("m0"))
    #expect(server.log.connections.count == 1)
  }

  @Test func `an answer to a question is not a command, and Ctrl-C is no`() throws {
    let server = try FakeMonitor(answering: FakeJobs(["m0": FakeJobs.Job()]).answer)
    let shell = try TypedShell(at: server.address)
    for answer in ["n\r", "\u{3}", "\u{4}"] {
      try shell.type("cancel --all\r")
      try shell.terminal.wait(for: "the question") { screen in
        screen.transcript.last == "Cancel 1 job (m0)? [y/N]"
      }
      try shell.type(answer)
      try shell.waitForPrompt("jobctl [1]>")
    }
    #expect(!server.receivedCommands.contains { $0.hasSuffix("cancel") })
    try shell.type("cancel --all\ry\r")
    try shell.waitForPrompt("jobctl>")
    #expect(server.receivedCommands.contains { $0.hasSuffix("cancel") })
  }
}
