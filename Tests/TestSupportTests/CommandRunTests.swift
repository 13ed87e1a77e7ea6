import Glibc
import TestSupport
import Testing

@Suite struct CommandRunTests {
  @Test func `a command's status and both outputs are captured`() throws {
    let result = try CommandRun.run("sh", ["-c", "echo out; echo err >&2; exit 3"])
    #expect(result.status == 3)
    #expect(result.signal == nil)
    #expect(result.output == "out\n")
    #expect(result.error == "err\n")
  }

  @Test func `a signal is told as shells tell it`() throws {
    let result = try CommandRun.run("sh", ["-c", "kill -TERM $$"])
    #expect(result.status == 143)
    #expect(result.signal == SIGTERM)
  }

  @Test func `a command that cannot be started is an error`() {
    #expect(throws: SupportFailure.system(call: "cannot start /nowhere/x", errno: ENOENT)) {
      try CommandRun.run("/nowhere/x")
    }
  }

  @Test func `more input and output than a pipe holds gets through`() throws {
    let bytes = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
    let result = try CommandRun.run("cat", input: .bytes(bytes))
    #expect(result.outputBytes == bytes)
  }

  @Test func `a command that does not read its input is no error`() throws {
    let bytes = [UInt8](repeating: 0, count: 1 << 20)
    #expect(try CommandRun.run("true", input: .bytes(bytes)).status == 0)
  }

  @Test func `the environment is what the test says and no more`() throws {
    let variables = ["HOME": "/nonexistent", "JOBCTL_SOCKET": "/x"]
    let result = try CommandRun.run("env", environment: variables)
    let names = Set(result.lines.compactMap { $0.split(separator: "=").first })
    #expect(result.lines.contains("JOBCTL_SOCKET=/x"))
    #expect(names.isDisjoint(with: ["USER", "PWD", "NO_COLOR", "XDG_STATE_HOME"]))
  }

  @Test func `a command gets the descriptors named and no other`() throws {
    let (ours, theirs) = try StreamSocket.pair()
    let list = "for n in 0 1 2 3 4 5 6 7 8 9 10 11 12; do [ ! -e /proc/$$/fd/$n ] || echo $n; done"
    let result = try CommandRun.run(
      "sh",
      ["-c", "\(list); echo hello >&5"],
      input: .closed,
      descriptors: [5: theirs.number]
    )
    #expect(result.lines == ["1", "2", "5"])
    #expect(String(decoding: try ours.receive(), as: UTF8.self) == "hello\n")
  }

  @Test func `descriptors may change places`() throws {
    let (first, firstEnd) = try StreamSocket.pair()
    let (second, secondEnd) = try StreamSocket.pair()
    let (low, high) = (firstEnd.number, secondEnd.number)
    let result = try CommandRun.run(
      "bash",
      ["-c", "echo to low >&\(low); echo to high >&\(high)"],
      descriptors: [low: high, high: low]
    )
    #expect(result.status == 0)
    #expect(String(decoding: try second.receive(), as: UTF8.self) == "to low\n")
    #expect(String(decoding: try first.receive(), as: UTF8.self) == "to high\n")
  }

  @Test func `a reader that has left is a broken pipe`() throws {
    let result = try CommandRun.run("sh", ["-c", "echo x"], output: .brokenPipe)
    #expect(result.signal == SIGPIPE)
  }

  @Test func `an output can be missing`() throws {
    let result = try CommandRun.run("sh", ["-c", "test -e /proc/$$/fd/1"], output: .closed)
    #expect(result.status == 1)
  }

  @Test func `the timeout ends a command with all that it started`() throws {
    let ours: StreamSocket
    var theirs: StreamSocket?
    (ours, theirs) = try StreamSocket.pair()
    let number = try #require(theirs?.number)
    let command = try RunningCommand(
      "sh",
      ["-c", "sleep 1000 & echo started; wait"],
      descriptors: [3: number]
    )
    theirs = nil
    try command.expect("started\n")
    let failure = #expect(throws: SupportFailure.self) {
      try command.wait(timeout: .milliseconds(10))
    }
    guard case .timedOut(_, let seen) = failure else { throw try #require(failure) }
    #expect(seen.contains("started"))
    // The descriptor is closed when the last process that had it is gone.
    #expect(try ours.receiveAll().isEmpty)
  }

  @Test func `a command is talked with while it runs`() throws {
    let command = try RunningCommand(
      "sh",
      ["-c", "while read line; do echo \"<$line>\"; done"],
      input: .pipe
    )
    try command.write("one\n")
    #expect(try command.expect(">") == "<one>")
    try command.write("two\n")
    #expect(try command.expect(">") == "\n<two>")
    command.closeInput()
    let result = try command.wait()
    #expect(result.lines == ["<one>", "<two>"])
    #expect(result.status == 0)
  }

  @Test func `a signal reaches a running command`() throws {
    let command = try RunningCommand(
      "sh",
      ["-c", "trap 'echo bye; exit 7' INT; echo ready; while :; do sleep 0.01; done"]
    )
    try command.expect("ready\n")
    command.send(SIGINT)
    let result = try command.wait()
    #expect(result.status == 7)
    #expect(result.output == "ready\nbye\n")
  }

  @Test func `an end that comes too early is told with what was said`() throws {
    let command = try RunningCommand("sh", ["-c", "echo no"])
    let failure = #expect(throws: SupportFailure.self) { try command.expect("yes") }
    #expect(failure?.description.contains("no\n") == true)
  }
}
