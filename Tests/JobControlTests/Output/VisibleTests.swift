import JobControl
import Testing

@Suite struct VisibleTests {
  private static let texts: [(String, String)] = [
    ("", ""), ("plain text, 'quotes' and \\backslashes", "plain text, 'quotes' and \\backslashes"),
    ("é ü 空き 👍 e\u{301}", "é ü 空き 👍 e\u{301}"),
    ("\u{1B}[31mred", "\\x1b[31mred"), ("a\nb\r\nc\td", "a\\nb\\r\\nc\\td"),
    ("\u{0}\u{7}\u{8}\u{7F}", "\\x00\\x07\\x08\\x7f"), ("\u{9B}2J\u{85}", "\\x9b2J\\x85"),
    // Overrides, isolates and marks of direction.
    ("\u{202E}x\u{2066}y\u{200F}", "\\u{202e}x\\u{2066}y\\u{200f}"),
    // What is not seen, and what breaks lines.
    ("a\u{200B}b\u{FEFF}c\u{AD}d", "a\\u{200b}b\\u{feff}c\\xadd"),
    ("\u{2028}\u{2029}", "\\u{2028}\\u{2029}"), ("\u{E0041}", "\\u{e0041}"),
  ]

  @Test(arguments: texts)
  func `what a terminal would obey is shown instead`(_ text: String, _ visible: String) {
    #expect(Visible.text(text) == visible)
    #expect(Visible.quoted(text) == "'\(visible)'")
  }

  @Test(arguments: [
    ("", "''"), (" \r\n\t", "''"), ("  HTTP/1.1", "'HTTP/1.1'"),
    (String(repeating: "x", count: 80), "'\(String(repeating: "x", count: 80))'"),
    (String(repeating: "x", count: 81), "'\(String(repeating: "x", count: 80))' ..."),
  ])
  func `an excerpt is the beginning, in quotes`(_ text: String, _ excerpt: String) {
    #expect(Visible.excerpt(Array(text.utf8)) == excerpt)
  }

  @Test func `an excerpt need not be UTF-8`() {
    #expect(Visible.excerpt([0xFF, 0x41, 0xC3]) == "'\u{FFFD}A\u{FFFD}'")
  }

  @Test func `an excerpt is short however its characters are made`() {
    let text = "a" + String(repeating: "\u{301}", count: 100_000)
    #expect(Visible.excerpt(Array(text.utf8)).utf8.count < 1000)
  }
}
