import TestSupport
import Testing

/// What a person sees on a terminal.
@Suite struct TerminalTests {
  private let server: FakeMonitor

  init() throws {
    let jobs = FakeJobs([
      "backup-of-the-disk-with-the-long-name": FakeJobs.Job("backup", current: 1 << 19),
      "mirror0": FakeJobs.Job("mirror", "paused", error: "Input/output error of the source"),
    ])
    server = try FakeMonitor(answering: jobs.answer)
  }

  @Test(arguments: [200, 80, 60, 40])
  func `a table is cut to the width`(columns: Int) throws {
    let output = try list(columns: columns, "--color", "never")
    Golden.check(output, named: "list-\(columns)", in: "TerminalTests")
    #expect(output.split(separator: "\n").allSatisfy { $0.count <= columns })
  }

  @Test func `a pipe gets all of it`() throws {
    let result = try Jobctl.run("list", at: server.address)
    #expect(result.output.contains("backup-of-the-disk-with-the-long-name"))
    #expect(!result.output.contains("\u{1B}"))
  }

  @Test(
    arguments: [
      [:], ["NO_COLOR": ""], ["TERM": "xterm-256color"],
    ] as [[String: String]]
  )
  func `a status is coloured`(environment: [String: String]) throws {
    let output = try list(environment)
    #expect(output.contains("\u{1B}[36mrunning\u{1B}[0m"))
    #expect(output.contains("\u{1B}[33mpaused\u{1B}[0m"))
  }

  @Test(arguments: [
    (["NO_COLOR": "1"], ""), (["TERM": "dumb"], ""), (["NO_COLOR": "1"], "--color=auto"),
    ([:], "--color=never"),
  ])
  func `or not, where that is not wanted`(
    environment: [String: String],
    option: String
  ) throws {
    #expect(try !list(environment, option.isEmpty ? "--debug" : option).contains("\u{1B}"))
  }

  @Test func `--color always goes into pipes, and over NO_COLOR`() throws {
    let result = try Jobctl.run(
      "list",
      "--color",
      "always",
      at: server.address,
      environment: ["NO_COLOR": "1", "TERM": "dumb"]
    )
    #expect(result.output.contains("\u{1B}[36mrunning\u{1B}[0m"))
  }

  @Test(arguments: ["json", "jsonl", "tsv", "name"])
  func `what is meant for programs is neither coloured nor cut`(format: String) throws {
    let terminal = try list(columns: 20, "-o", format)
    let pipe = try Jobctl.run("list", "-o", format, at: server.address)
    #expect(terminal == pipe.output)
  }

  @Test func `complaints are whole and plain`() throws {
    let terminal = try PseudoTerminal(
      running: Jobctl.path,
      ["-s", server.address, "pause", "none"],
      columns: 20
    )
    let result = try terminal.wait()
    #expect(result.status == 3)
    #expect(
      result.output.replacing("\r\n", with: "\n") == """
        jobctl: cannot pause 'none': there is no such job
          the server said: GenericError: Job not found

        """
    )
  }

  /// The list as it stands on a terminal, with plain line ends.
  private func list(
    _ environment: [String: String] = [:],
    columns: Int = 80,
    _ options: String...
  ) throws -> String {
    let terminal = try PseudoTerminal(
      running: Jobctl.path,
      ["-s", server.address, "list"] + options,
      environment: environment,
      columns: columns
    )
    let result = try terminal.wait()
    #expect(result.status == 0)
    return result.output.replacing("\r\n", with: "\n")
  }
}
