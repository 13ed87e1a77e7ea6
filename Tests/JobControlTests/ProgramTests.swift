import CommandTable
import Glibc
import JobControl
import POSIX
import TestSupport
import Testing

@Suite struct ProgramTests {
  private let streams = Streams()

  private func run(_ line: String) -> Program.Ending {
    let words = line.split(separator: " ").map(String.init)
    return Program(words: words, environment: streams.environment).run()
  }

  @Test func `help and version go to the output`() {
    #expect(run("--help") == .exit(.done))
    #expect(streams.output == HelpPage.overview)
    streams.output = ""
    #expect(run("pause -h") == .exit(.done))
    #expect(streams.output.hasPrefix("Usage: jobctl pause "))
    streams.output = ""
    #expect(run("--version") == .exit(.done))
    #expect(streams.output == "jobctl \(Version.current)\n")
    #expect(streams.error.isEmpty)
  }

  @Test(arguments: [
    ("", "jobctl: no command given (see 'jobctl help')\n"),
    ("lsit", "jobctl: unknown command 'lsit'; did you mean 'list'? (see 'jobctl help')\n"),
    (
      "list",
      "jobctl: no server given: name one with -s ADDRESS or in JOBCTL_SOCKET; 'jobctl sockets' lists them (see 'jobctl help')\n"
    ),
  ])
  func `a usage error is one line on stderr`(_ line: String, _ error: String) {
    #expect(run(line) == .exit(.usage))
    #expect(streams.error == error)
    #expect(streams.output.isEmpty)
  }

  @Test(arguments: [
    ("tcp:host", "'tcp:host' is not tcp:HOST:PORT with a port from 1 to 65535"),
    ("unix:", "'unix:' names no socket"),
  ])
  func `a variable is checked as an option is`(_ value: String, _ problem: String) {
    streams.variables["JOBCTL_SOCKET"] = value
    #expect(run("list") == .exit(.usage))
    #expect(streams.error == "jobctl: JOBCTL_SOCKET: \(problem) (see 'jobctl help')\n")
  }

  @Test func `an empty variable names no server`() {
    streams.variables["JOBCTL_SOCKET"] = ""
    #expect(run("list") == .exit(.usage))
    #expect(streams.error.hasPrefix("jobctl: no server given"))
  }

  @Test(arguments: ["list", "show a", "pause a", "cancel --all --yes", "qmp query-jobs"])
  func `a server that is not there is told by its path`(_ command: String) throws {
    let directory = try TemporaryDirectory()
    streams.variables["JOBCTL_SOCKET"] = directory.path("none")
    #expect(run(command) == .exit(.cannotConnect))
    #expect(
      streams.error == """
        jobctl: cannot connect to '\(directory.path("none"))': there is no such socket; is the guest \
        running?

        """
    )
    #expect(streams.output.isEmpty)
  }

  @Test func `an option goes before the variable`() throws {
    let directory = try TemporaryDirectory()
    streams.variables["JOBCTL_SOCKET"] = "/elsewhere"
    #expect(run("list -s \(directory.path)") == .exit(.cannotConnect))
    #expect(
      streams.error
        == "jobctl: cannot connect to '\(directory.path)': it is a directory, not a socket\n"
    )
  }

  // MARK: - Asking first

  @Test(arguments: ["cancel --all", "cancel -f a*", "cancel a b?"])
  func `where nobody can be asked, cancelling by pattern does not even connect`(_ line: String) {
    streams.isTerminal = false
    streams.variables["JOBCTL_SOCKET"] = "/nowhere/at/all"
    #expect(run(line) == .exit(.usage))
    #expect(
      streams.error == """
        jobctl: cancelling by pattern needs --yes where nobody can be asked (see 'jobctl help cancel')

        """
    )
  }

  @Test(arguments: ["cancel --all --yes", "cancel a b", "cancel --all -n", "pause --all"])
  func `what needs no answer goes on there`(_ line: String) {
    streams.isTerminal = false
    streams.variables["JOBCTL_SOCKET"] = "/nowhere/at/all"
    #expect(run(line) == .exit(.cannotConnect))
  }

  // MARK: - The output

  @Test func `a reader that has gone ends it quietly`() {
    streams.outputFailure = SystemError(call: "write", code: EPIPE)
    #expect(run("help") == .exit(.done))
    #expect(streams.error.isEmpty)
  }

  @Test func `an output that cannot be written is a failure`() {
    streams.outputFailure = SystemError(call: "write", code: ENOSPC)
    #expect(run("help") == .exit(.failed))
    #expect(streams.error == "jobctl: cannot write to standard output: No space left on device\n")
  }
}
