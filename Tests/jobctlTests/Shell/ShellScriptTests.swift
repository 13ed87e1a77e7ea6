import Glibc
import TestSupport
import Testing

/// The shell without anybody who types.
@Suite struct ShellScriptTests {
  private let jobs: FakeJobs
  private let server: FakeMonitor

  init() throws {
    let jobs = FakeJobs(["m0": FakeJobs.Job(), "m1": FakeJobs.Job("mirror", "paused")])
    self.jobs = jobs
    server = try FakeMonitor(answering: jobs.answer)
  }

  private func run(_ script: String, _ options: String...) throws -> CommandResult {
    try Jobctl.run(
      ["shell"] + options,
      at: server.address,
      input: .bytes(Array(script.utf8))
    )
  }

  @Test func `commands are performed over one connection, and nothing else is printed`() throws {
    let script = """
      # both of them
      list -o name   # by id

        pause 'm0'
      is "m0" pau\\sed
      \tjobctl resume m0 m1
      list -o tsv --no-header --columns id,status
      """
    let output = "m0\nm1\npaused\nm0\trunning\nm1\trunning\n"
    #expect(try run(script) == .ended(0, output: output))
    #expect(server.log.connections.count == 1)
  }

  @Test(arguments: ["", "\n\n", "# nothing\n", "   "])
  func `nothing to do needs no server`(script: String) throws {
    let result = try Jobctl.run("shell", at: "/nowhere", input: .bytes(Array(script.utf8)))
    #expect(result == .ended(0))
  }

  @Test func `it stops at the first command that fails`() throws {
    let result = try run("is m0 running\n\ncomplete m0\nlist\n")
    #expect(result.status == 4)
    #expect(result.output == "running\n")
    #expect(
      result.error == """
        jobctl: line 3: cannot complete 'm0': it is running; complete is accepted in ready and standby
          the server said: GenericError: Job 'm0' in state 'running' cannot accept command verb 'complete'

        """
    )
  }

  @Test func `or goes on, and ends with the first failure`() throws {
    let script = "is m0 ready\npause x\nlist -o name\nnonsense\n"
    let result = try run(script, "--keep-going")
    #expect(result.status == 4)
    #expect(result.output == "running\nm0\nm1\n")
    #expect(
      result.error == """
        jobctl: line 2: cannot pause 'x': there is no such job
          the server said: GenericError: Job not found
        jobctl: line 4: unknown command 'nonsense' (see 'jobctl help')

        """
    )
  }

  @Test(arguments: [
    ("pause 'm0\n", "line 1: the line ends inside single quotes (see 'jobctl help')"),
    ("list\nlist | wc\n", "line 2: '|' means nothing here"),
    ("pause m0 m9\n", "line 1: cannot pause 'm9': there is no such job"),
    ("is m9 ready\n", "line 1: there is no job 'm9'"),
    ("shell\n", "line 1: unknown command 'shell'"),
    ("events off\n", "line 1: events and history are for somebody who types"),
    ("is\n", "line 1: missing ID (see 'jobctl help is')"),
  ])
  func `what is wrong is said with its line`(script: String, complaint: String) throws {
    let result = try run(script)
    #expect(
      result.error.hasPrefix("jobctl: \(complaint)")
        || result.error.contains("\njobctl: \(complaint)")
    )
    #expect(result.status != 0)
  }

  @Test func `lines can be echoed`() throws {
    let result = try run("# look\nis m0 running\n", "-e")
    #expect(result == .ended(0, output: "running\n", error: "> # look\n> is m0 running\n"))
  }

  @Test func `lines can be options instead`() throws {
    let result = try run("nonsense\n", "-c", "pause m0", "-c", "is m0 paused")
    #expect(result == .ended(0, output: "paused\n"))
    let failed = try run("", "-c", "is m0 paused", "--command=is m0 ready", "-c", "list")
    #expect(failed == .ended(4, output: "paused\npaused\n"))
    let one = try run("", "-c", "pause x")
    #expect(one.error.hasPrefix("jobctl: cannot pause 'x'"))
    let several = try run("", "-k", "-c", "is m0 paused", "-c", "pause x")
    #expect(several.error.hasPrefix("jobctl: command 2: cannot pause 'x'"))
  }

  @Test func `quit ends it`() throws {
    #expect(try run("is m0 running\nquit\nnonsense\n") == .ended(0, output: "running\n"))
  }

  @Test func `the server is that of a script's first need`() throws {
    let result = try Jobctl.run("shell", at: "/nowhere", input: .bytes(Array("list\n".utf8)))
    #expect(result.status == 5)
    #expect(result.error.hasPrefix("jobctl: line 1: cannot connect to '/nowhere'"))
    let none = try Jobctl.run("shell", input: .bytes(Array("version\nlist\n".utf8)))
    #expect(none.status == 2)
    #expect(none.error.hasPrefix("jobctl: line 2: no server given"))
  }

  @Test func `a connection that is lost is made again for the next command`() throws {
    let jobs = jobs
    let server = try FakeMonitor { $0.command == "job-pause" ? [.close] : jobs.answer($0) }
    let result = try Jobctl.run(
      "shell",
      "--keep-going",
      at: server.address,
      input: .bytes(Array("pause m0\nis m0 running\n".utf8))
    )
    #expect(result.status == 8)
    #expect(result.output == "running\n")
    #expect(
      result.error.hasPrefix("jobctl: line 1: '\(server.address)' closed the connection before")
    )
  }

  @Test func `a script may come slowly, and a signal ends the wait for it`() throws {
    let shell = try RunningCommand(Jobctl.path, ["-s", server.address, "shell"], input: .pipe)
    try shell.write("is m0 run")
    try shell.write("ning\n")
    try shell.expect("running\n")
    try shell.write("is m1 paused\n")
    try shell.expect("paused\n")
    shell.send(SIGTERM)
    #expect(try shell.wait().signal == SIGTERM)
  }

  @Test func `Ctrl-C ends a script, not only its command`() throws {
    let shell = try RunningCommand(Jobctl.path, ["-s", server.address, "shell"], input: .pipe)
    try shell.write("is m0 running\nwatch\nlist\n")
    try shell.expect("is paused")
    shell.send(SIGINT)
    let result = try shell.wait()
    #expect(result.signal == SIGINT)
    #expect(!result.output.contains("PERCENT"))
  }

  @Test func `a reader that leaves ends it quietly`() throws {
    let result = try CommandRun.run(
      "bash",
      [
        "-c",
        "for i in {1..2000}; do echo list; done | \"$1\" -s \"$2\" shell | head -1; "
          + "echo ${PIPESTATUS[1]}", "bash", Jobctl.path, server.address,
      ]
    )
    #expect(result.lines.last == "0")
    #expect(result.error.isEmpty)
  }

  @Test func `status and reconnect work in scripts too`() throws {
    let other = try FakeMonitor(answering: FakeJobs(["x0": FakeJobs.Job()]).answer)
    let result = try run("status\nlist -o name\nreconnect \(other.address)\nlist -o name\n")
    #expect(result.status == 0)
    #expect(result.lines.first == "server        -")
    #expect(result.lines.suffix(3) == ["m0", "m1", "x0"])
  }

  @Test func `help is that of the shell`() throws {
    let result = try run("help\nhelp events\n")
    #expect(result.output.contains("In the shell:\n  events "))
    #expect(result.output.contains("events [on|off|GLOB...]"))
    #expect(try Jobctl.run("help", "events").status == 2)
    #expect(try Jobctl.run("events").status == 2)
  }
}
