import Foundation
import Glibc
import TestSupport
import Testing

/// The sandbox as a process: around a command, or on a socket until a signal.
@Suite struct SandboxTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  @Test func `a command finds it, and its output and status are passed on`() throws {
    let words = ["sandbox", "--scenario", "tour", "--", Jobctl.path, "list", "-o", "name"]
    let list = try run(words)
    #expect(list.status == 0 && list.error.isEmpty)
    #expect(list.lines.contains("mirror0"))
    #expect(try run(["sandbox", "--", "sh", "-c", "exit 7"]) == .ended(7))
    let refused = try run(["sandbox", "--", Jobctl.path, "pause", "none"])
    #expect(refused.status == 3)
  }

  @Test func `a command that a signal ends`() throws {
    let result = try run(["sandbox", "--", "sh", "-c", "kill -TERM $$"])
    #expect(result.signal == SIGTERM)
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func `a signal to it reaches the command`(signal: Int32) throws {
    let script = "trap 'echo told; exit 5' INT TERM HUP; echo ready; while :; do :; done"
    let command = try RunningCommand(
      Jobctl.path,
      ["sandbox", "--", "bash", "-c", script],
      environment: ["TMPDIR": directory.path]
    )
    try command.expect("ready\n")
    command.send(signal)
    try command.expect("told\n")
    #expect(try command.wait() == .ended(5, output: "ready\ntold\n"))
    #expect(try directory.names().isEmpty)
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func `by itself it serves until a signal, and leaves nothing behind`(signal: Int32) throws {
    let socket = directory.path("qmp")
    let command = try RunningCommand(
      Jobctl.path,
      ["sandbox", "--scenario", "quiet", "--listen", socket]
    )
    try command.readError { $0.contains("export JOBCTL_SOCKET=\(socket)\n") }
    for _ in 1...2 { #expect(try Jobctl.run("list", "-o", "name", at: socket) == .ended(0)) }
    command.send(signal)
    #expect(try command.wait().signal == signal)
    #expect(try directory.names().isEmpty)
  }

  @Test func `a path that is taken stays as it is`() throws {
    let file = try directory.write("precious", to: "qmp")
    let result = try run(["sandbox", "--listen", file, "--", "true"])
    #expect(result.status == 1)
    let complaint = "jobctl: cannot listen on '\(file)': it exists; remove it if nobody uses it\n"
    #expect(result.error == complaint)
    #expect(try directory.read("qmp") == "precious")
  }

  @Test func `a command that does not exist, and a scenario that does not`() throws {
    let command = try run(["sandbox", "--", "/nonexistent"])
    let reason = "cannot run '/nonexistent': No such file or directory"
    #expect(command == .ended(1, error: "jobctl: \(reason)\n"))
    #expect(try run(["sandbox", "--scenario", "/nonexistent", "--", "true"]).status == 2)
    #expect(try directory.names().isEmpty)
  }

  private func run(_ words: [String]) throws -> CommandResult {
    let result = try Jobctl.run(words, environment: ["TMPDIR": directory.path])
    return result
  }
}
