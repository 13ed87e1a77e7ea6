import Glibc
import TestSupport
import Testing

/// `jobctl sandbox -- COMMAND`: what the command gets, and what becomes of it.
@Suite struct SandboxCommandTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  @Test(arguments: [0, 1, 7, 126, 255])
  func `its exit status is passed on`(status: Int32) throws {
    #expect(try run(["sh", "-c", "exit \(status)"]) == .ended(status))
    #expect(try directory.names().isEmpty)
  }

  @Test(arguments: [SIGTERM, SIGKILL, SIGHUP, SIGINT, SIGSEGV, SIGPIPE])
  func `the signal that ends it ends the sandbox`(signal: Int32) throws {
    let result = try run(["bash", "-c", "ulimit -c 0; kill -\(signal) $$"])
    #expect(result.signal == signal)
    #expect(result.error.isEmpty)
    #expect(try directory.names().isEmpty)
  }

  @Test func `it finds a private socket that is there`() throws {
    let script = """
      stat -c '%F %a' "$JOBCTL_SOCKET" "$(dirname "$JOBCTL_SOCKET")"; echo "$JOBCTL_SOCKET"
      """
    let lines = try run(["sh", "-c", script], environment: ["JOBCTL_SOCKET": "/elsewhere"]).lines
    #expect(lines.prefix(2) == ["socket 600", "directory 700"])
    #expect(lines.last?.hasPrefix(directory.path("jobctl-sandbox.")) == true)
    #expect(try directory.names().isEmpty)
  }

  @Test func `it finds the socket that was asked for`() throws {
    let socket = directory.path("here")
    let script = #"stat -c '%F %a' "$JOBCTL_SOCKET"; echo "$JOBCTL_SOCKET""#
    #expect(
      try run(["sh", "-c", script], options: ["--listen", socket])
        == .ended(0, output: "socket 600\n\(socket)\n")
    )
    #expect(try directory.names().isEmpty)
  }

  @Test func `it has the streams, the words and the variables to itself`() throws {
    let cat = try Jobctl.run(
      "sandbox",
      "--",
      "cat",
      environment: ["TMPDIR": directory.path],
      input: .text("through\n")
    )
    #expect(cat == .ended(0, output: "through\n"))
    let words = ["printf", "<%s>", "--listen", "a b", "", "--"]
    #expect(try run(words) == .ended(0, output: "<--listen><a b><><-->"))
    let script = #"echo "$OTHER"; ls /proc/self/fd; echo told >&2"#
    #expect(
      try run(["sh", "-c", script], environment: ["OTHER": "x"])
        == .ended(0, output: "x\n0\n1\n2\n3\n", error: "told\n")
    )
  }

  @Test func `signals mean to it what they mean elsewhere`() throws {
    // Bits of blocked and ignored signals; the broken pipe's is 1 << 12.
    let script = "grep -E '^Sig(Blk|Ign)' /proc/self/status"
    let plain = try CommandRun.run("sh", ["-c", script])
    #expect(try run(["sh", "-c", script]) == plain)
  }

  @Test func `a command that is not found is one line`() throws {
    #expect(
      try run(["no-such-command"])
        == .ended(1, error: "jobctl: cannot run 'no-such-command': No such file or directory\n")
    )
    let file = try directory.write("x", to: "file")
    #expect(
      try run([file]) == .ended(1, error: "jobctl: cannot run '\(file)': Permission denied\n")
    )
    #expect(try directory.names() == ["file"])
  }

  @Test func `a command that leaves others behind is over when it is`() throws {
    let script = "{ read -r x; } <&3 >/dev/null 2>&1 & exit 3"
    let (ours, theirs) = try StreamSocket.pair()
    let result = try Jobctl.run(
      "sandbox",
      "--",
      "sh",
      "-c",
      script,
      environment: ["TMPDIR": directory.path],
      descriptors: [3: theirs.number]
    )
    #expect(result.status == 3)
    #expect(try directory.names().isEmpty)
    ours.finishSending()
  }

  @Test func `Ctrl-C reaches the command once, and the sandbox waits for it`() throws {
    let script = """
      trap 'n=$((n + 1)); echo "interrupt $n"' INT
      echo ready
      # A signal just before a read does not end it: it ends by itself.
      while :; do read -r -t 1 line; case $line in end) exit 9;; esac; done
      """
    let terminal = try PseudoTerminal(
      running: Jobctl.path,
      ["sandbox", "--", "bash", "-c", script],
      environment: ["TMPDIR": directory.path]
    )
    try terminal.expect("ready")
    try terminal.write("\u{3}")
    try terminal.expect("interrupt 1\r\n")
    try terminal.write("end\n")
    #expect(try terminal.wait().status == 9)
    #expect(!terminal.output.contains("interrupt 2"))
    #expect(try directory.names().isEmpty)
  }

  @Test func `when the simulated server dies under it, it goes on and its status counts`() throws {
    let script = "\(Jobctl.path) qmp quit; \(Jobctl.path) list; echo $?; exit 4"
    let result = try run(["sh", "-c", script])
    #expect(result.status == 4)
    #expect(result.lines.last == "5")
  }

  private func run(
    _ command: [String],
    options: [String] = [],
    environment: [String: String] = [:]
  ) throws -> CommandResult {
    try Jobctl.run(
      ["sandbox", "--scenario", "quiet"] + options + ["--"] + command,
      environment: ["TMPDIR": directory.path].merging(environment) { $1 }
    )
  }
}
