import LineEditing
import Testing

@Suite struct TerminalCapabilitiesTests {
  @Test func `rows are cleared from the first one on`() {
    let xterm = TerminalCapabilities(up: "\u{1B}[A", clearBelow: "\u{1B}[J")
    #expect(xterm.erasing(fromRow: 0) == "\r\u{1B}[J")
    #expect(xterm.erasing(fromRow: 2) == "\r\u{1B}[A\u{1B}[A\u{1B}[J")
  }

  @Test func `pauses are left out`() {
    let vt100 = TerminalCapabilities(up: "\u{1B}[A$<2>", clearBelow: "\u{1B}[J$<50>")
    #expect(vt100.erasing(fromRow: 1) == "\r\u{1B}[A\u{1B}[J")
    let strange = TerminalCapabilities(up: "$<1/>\u{1B}[A$<", clearBelow: "$<3*>\u{1B}[J")
    #expect(strange.erasing(fromRow: 1) == "\r\u{1B}[A$<\u{1B}[J")
  }

  @Test(arguments: [(nil, nil), ("\u{1B}[A", nil), (nil, "\u{1B}[J"), ("", "\u{1B}[J")])
  func `a terminal that lacks one of them cannot`(up: String?, clearBelow: String?) {
    #expect(TerminalCapabilities(up: up, clearBelow: clearBelow).erasing(fromRow: 0) == nil)
  }
}
