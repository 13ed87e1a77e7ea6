import TestSupport
import Testing

@Suite struct TerminalScreenTests {
  @Test(
    arguments: [
      ("hello", ["hello"], 0, 5),
      ("a\r\nb", ["a", "b"], 1, 1),
      ("ab\rc", ["cb"], 0, 1),
      ("ab\u{8}c", ["ac"], 0, 2),
      ("a\tb", ["a       b"], 0, 9),
      ("größe 日本", ["größe 日本"], 0, 9),
      ("a\u{301}b", ["a\u{301}b"], 0, 2),
      // A full row waits with its cursor on the last character, and wraps before the next one.
      ("1234567890", ["1234567890"], 0, 9),
      ("1234567890a", ["1234567890", "a"], 1, 1),
      ("1234567890 \u{8}", ["1234567890"], 1, 0),
      ("1234567890\r\nb", ["1234567890", "b"], 1, 1),
      ("1234567890\u{8}x", ["12345678x0"], 0, 9),
      // No room for both halves.
      ("123456789日", ["123456789", "日"], 1, 2),
      ("日本\u{1B}[1;2Hx", [" x本"], 0, 2),
      ("日本\u{1B}[1;3Hx", ["日x"], 0, 3),
      ("\u{1B}[?7l1234567890ab", ["123456789b"], 0, 9),
    ] as [(String, [String], Int, Int)]
  )
  func `text on a screen of ten columns`(text: String, rows: [String], row: Int, column: Int) {
    let screen = screen(text)
    #expect(screen.shownText == rows)
    #expect([screen.cursor.row, screen.cursor.column] == [row, column])
  }

  @Test(
    arguments: [
      ("abcdef\u{1B}[3D\u{1B}[K", ["abc"]),
      ("abcdef\u{1B}[3D\u{1B}[1K", ["    ef"]),
      ("abcdef\u{1B}[2K", []),
      ("a\r\nb\r\nc\u{1B}[A\r\u{1B}[J", ["a"]),
      ("a\r\nb\r\nc\u{1B}[2;1H\u{1B}[1J", ["", "", "c"]),
      ("a\r\nb\u{1B}[H\u{1B}[2J", []),
      ("abcdef\r\u{1B}[2C\u{1B}[2P", ["abef"]),
      ("abcdef\r\u{1B}[2C\u{1B}[2@x", ["abx cdef"]),
      ("abcdef\r\u{1B}[4hxy\u{1B}[4lz", ["xyzbcdef"]),
      ("abcdefghij\r\u{1B}[3@", ["   abcdefg"]),
      ("abcdef\r\u{1B}[2X", ["  cdef"]),
      ("a\r\nb\r\nc\u{1B}[2;1H\u{1B}[L", ["a", "", "b", "c"]),
      ("a\r\nb\r\nc\u{1B}[2;1H\u{1B}[M", ["a", "c"]),
      ("abc\u{1B}[10;20Hx\u{1B}[Gy\u{1B}[5Gz", ["abc", "", "", "y   z    x"]),
      ("a\u{1B}7\r\nb\u{1B}8c", ["ac", "b"]),
      ("\u{1B}]0;title\u{7}a\u{1B}P1$r\u{1B}\\b\u{1B}(Bc\u{1B}[1;31md\u{1B}[m", ["abcd"]),
    ] as [(String, [String])]
  )
  func `sequences`(text: String, rows: [String]) {
    let screen = screen(text)
    #expect(screen.shownText == rows)
    #expect(screen.unknown == [])
  }

  @Test func `the screen scrolls, and remembers what has gone`() {
    let screen = screen((1...6).map { "line \($0)\r\n" }.joined() + "end")
    #expect(screen.text == ["line 4", "line 5", "line 6", "end"])
    #expect(screen.transcript == (1...6).map { "line \($0)" } + ["end"])
  }

  @Test func `rows that were broken are one line in the transcript`() {
    let screen = screen("a\r\n12345 789012345\r\nb")
    #expect(screen.shownText == ["a", "12345 7890", "12345", "b"])
    #expect(screen.transcript == ["a", "12345 789012345", "b"])
  }

  @Test func `a region scrolls alone`() {
    let screen = screen("a\r\nb\r\nc\r\nd\u{1B}[2;3r\u{1B}[3;1H\nx\u{1B}[2;1H\u{1B}My")
    #expect(screen.text == ["a", "y", "c", "d"])
  }

  @Test(arguments: 1...7)
  func `pieces of any size are the same`(size: Int) {
    let text = Array("größe\u{1B}[3D\u{1B}[K日本\u{1B}]0;t\u{7}😀\r\n\u{1B}[2;3Hx".utf8)
    var pieces = TerminalScreen(rows: 4, columns: 10)
    for start in stride(from: 0, to: text.count, by: size) {
      pieces.feed(text[start..<min(start + size, text.count)])
    }
    #expect(pieces.text == screen(String(decoding: text, as: UTF8.self)).text)
  }

  @Test func `what it does not know is told`() {
    #expect(screen("\u{1B}[5i\u{1}\u{1B}z\u{1B}[?9999h").unknown.count == 4)
    #expect(screen("\u{7}\u{7}").bellCount == 2)
  }

  @Test func `a narrower window breaks lines anew, or cuts them`() {
    var reflowing = screen("1234567890abc\r\nde")
    reflowing.resize(rows: 6, columns: 5)
    #expect(reflowing.shownText == ["12345", "67890", "abc", "de"])
    #expect([reflowing.cursor.row, reflowing.cursor.column] == [3, 2])
    reflowing.resize(rows: 6, columns: 13)
    #expect(reflowing.shownText == ["1234567890abc", "de"])
    var cutting = screen("1234567890abc\r\nde")
    cutting.resize(rows: 4, columns: 5, reflows: false)
    #expect(cutting.shownText == ["12345", "abc", "de"])
  }

  private func screen(_ text: String) -> TerminalScreen {
    var screen = TerminalScreen(rows: 4, columns: 10)
    screen.feed(text)
    return screen
  }
}
