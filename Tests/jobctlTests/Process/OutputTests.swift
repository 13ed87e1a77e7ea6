import TestSupport
import Testing

/// Standard streams that are gone, full, slow or somebody else's.
@Suite struct OutputTests {
  private static let printing = [
    ["list"], ["list", "-o", "json"], ["show", "a"], ["qmp", "query-jobs"], ["pause", "-n", "a"],
    ["help"], ["version"], ["list", "--help"], ["--version"],
  ]

  private let server: FakeMonitor
  private let jobs: FakeJobs

  init() throws {
    jobs = FakeJobs(["a": FakeJobs.Job()])
    server = try FakeMonitor(answering: jobs.answer)
  }

  @Test(arguments: printing)
  func `a reader that has left is no failure`(words: [String]) throws {
    #expect(try Jobctl.run(words, at: server.address, output: .brokenPipe) == .ended(0))
  }

  @Test(arguments: printing)
  func `a full disk is one`(words: [String]) throws {
    let result = try Jobctl.run(words, at: server.address, output: .file("/dev/full"))
    let complaint = "jobctl: cannot write to standard output: No space left on device\n"
    #expect(result == .ended(1, error: complaint))
  }

  @Test(arguments: printing)
  func `so is an output that is closed, and nothing of it reaches the server`(
    words: [String]
  ) throws {
    let result = try Jobctl.run(words, at: server.address, output: .closed)
    let complaint = "jobctl: cannot write to standard output: Bad file descriptor\n"
    #expect(result == .ended(1, error: complaint))
    try expectRequestsOnly()
  }

  @Test(arguments: [CommandOutput.closed, .file("/dev/full"), .brokenPipe])
  func `a verb prints nothing, and needs no output`(output: CommandOutput) throws {
    #expect(try Jobctl.run("pause", "a", at: server.address, output: output) == .ended(0))
    #expect(jobs.jobs["a"]?.status == "paused")
  }

  @Test(arguments: [CommandOutput.closed, .file("/dev/full"), .brokenPipe])
  func `what cannot be said on standard error does not change how it ends`(
    error: CommandOutput
  ) throws {
    for (words, status) in [(["pause", "none"], 3), (["nonsense"], 2), (["pause", "a"], 0)] {
      let result = try Jobctl.run(words + ["--debug"], at: server.address, error: error)
      #expect(result == .ended(Int32(status)))
    }
    try expectRequestsOnly()
  }

  @Test func `no stream at all`() throws {
    let result = try Jobctl.run(
      "list",
      "--debug",
      at: server.address,
      input: .closed,
      output: .closed,
      error: .closed
    )
    #expect(result == .ended(1))
    try expectRequestsOnly()
  }

  @Test func `a shell that closes the output, or the input`() throws {
    for (redirection, status) in [(">&-", 1), ("<&-", 0), ("<&- >&- 2>&-", 1), ("2>&-", 0)] {
      let script = "\"$0\" -s \"$1\" list -o name \(redirection); echo status $?"
      let result = try CommandRun.run("sh", ["-c", script, Jobctl.path, server.address])
      #expect(result.output.hasSuffix("status \(status)\n"))
    }
    try expectRequestsOnly()
  }

  @Test func `head takes what it wants`() throws {
    let script = "\"$0\" -s \"$1\" list | head -n 1; echo ${PIPESTATUS[0]}"
    let result = try CommandRun.run("bash", ["-c", script, Jobctl.path, server.address])
    let header = "ID  TYPE    STATUS   PERCENT  CURRENT    TOTAL      SPEED  ERROR\n"
    #expect(result == .ended(0, output: header + "0\n"))
  }

  @Test func `the monitor is free while the output is read`() throws {
    fillList()
    let (ours, theirs) = try StreamSocket.pair()
    let command = try RunningCommand(
      Jobctl.path,
      ["-s", server.address, "list", "-o", "name"],
      output: .descriptor(theirs.number)
    )
    // Half a megabyte does not fit a socket's buffer.
    try server.wait { $0.ended == 1 }
    _ = try RawMonitor(server.address)
    var lines = 0
    while lines < jobs.jobs.count { lines += try ours.receive().count { $0 == 0x0A } }
    #expect(try command.wait() == .ended(0))
  }

  @Test func `a reader that leaves in the middle`() throws {
    fillList()
    var (ours, theirs): (StreamSocket?, StreamSocket) = try StreamSocket.pair()
    let command = try RunningCommand(
      Jobctl.path,
      ["-s", server.address, "list", "-o", "name"],
      output: .descriptor(theirs.number)
    )
    _ = try ours?.receive()
    ours = nil
    #expect(try command.wait() == .ended(0))
  }

  /// Makes a list of half a megabyte.
  private func fillList() {
    let ids = (1...20).map { "\($0)" + String(repeating: "j", count: 25_000) }
    jobs.jobs = Dictionary(uniqueKeysWithValues: ids.map { ($0, FakeJobs.Job()) })
  }

  /// Every byte that the server got belongs to a request.
  private func expectRequestsOnly() throws {
    for request in server.received {
      #expect(try JSON(parsing: request)["execute"]?.string != nil)
    }
  }
}
