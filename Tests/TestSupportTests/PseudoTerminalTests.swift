import Glibc
import TestSupport
import Testing

@Suite struct PseudoTerminalTests {
  @Test func `what is typed is echoed and read`() throws {
    let terminal = try PseudoTerminal(running: "cat")
    try terminal.write("hello\r")
    try terminal.expect("hello\r\nhello\r\n")
    #expect(terminal.modes == [.canonical, .echo, .signals])
    try terminal.write("\u{4}")
    #expect(try terminal.wait().status == 0)
  }

  @Test func `it is the controlling terminal of all three streams`() throws {
    let terminal = try PseudoTerminal(
      running: "sh",
      ["-c", "test -t 0 && test -t 1 && test -t 2 && echo yes >/dev/tty"]
    )
    let result = try terminal.wait()
    #expect(result.output == "yes\r\n")
    #expect(result.status == 0)
  }

  @Test func `the size is as told, and a change is a signal`() throws {
    let terminal = try PseudoTerminal(
      running: "bash",
      ["-c", "trap 'stty size' WINCH; stty size; while :; do read -r -t 0.01 line; done"],
      rows: 10,
      columns: 40
    )
    try terminal.expect("10 40\r\n")
    try terminal.resize(rows: 20, columns: 100)
    try terminal.expect("20 100\r\n")
  }

  @Test func `Ctrl-C interrupts`() throws {
    let terminal = try PseudoTerminal(running: "sh", ["-c", "echo ready; exec sleep 1000"])
    try terminal.expect("ready\r\n")
    try terminal.write("\u{3}")
    #expect(try terminal.wait().signal == SIGINT)
  }

  @Test func `the modes are seen from outside`() throws {
    let terminal = try PseudoTerminal(running: "sh", ["-c", "stty raw -echo; echo set; exec cat"])
    try terminal.expect("set\n")
    #expect(terminal.modes == [])
  }

  @Test func `hanging up ends the command`() throws {
    let terminal = try PseudoTerminal(running: "cat")
    try terminal.write("x\r")
    try terminal.expect("x\r\nx\r\n")
    terminal.hangUp()
    #expect(try terminal.wait().signal == SIGHUP)
  }

  @Test func `all output is there when the command has ended`() throws {
    let terminal = try PseudoTerminal(running: "sh", ["-c", "seq 1 5000"])
    let output = try terminal.wait().output
    #expect(output.hasSuffix("\r\n4999\r\n5000\r\n"))
  }

  @Test func `a descriptor beside the terminal`() throws {
    let (ours, theirs) = try StreamSocket.pair()
    let terminal = try PseudoTerminal(
      running: "sh",
      ["-c", "echo to the socket >&3"],
      descriptors: [3: theirs.number]
    )
    #expect(try terminal.wait().status == 0)
    #expect(String(decoding: try ours.receive(), as: UTF8.self) == "to the socket\n")
  }
}
