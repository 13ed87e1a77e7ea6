import TestSupport
import Testing

@Suite struct WatchedTerminalTests {
  @Test func `it shows what a command makes of the screen`() throws {
    let terminal = try WatchedTerminal(
      running: "sh",
      ["-c", "printf 'one\\rtw'; read line; printf '\\033[2Aagain: %s' \"$line\""],
      columns: 20
    )
    try terminal.waitForLastRows("twe")
    try terminal.write("日本\r")
    #expect(try terminal.waitForEnd().status == 0)
    #expect(terminal.screen.shownText == ["again: 日本"])
  }

  @Test func `what was shown instead is told`() throws {
    let terminal = try WatchedTerminal(running: "echo", ["hello"])
    #expect {
      try terminal.waitForLastRows("goodbye")
    } throws: {
      "\($0)".contains("| hello\n")
    }
  }
}
