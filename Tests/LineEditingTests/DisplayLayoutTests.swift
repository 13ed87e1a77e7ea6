import LineEditing
import POSIX
import Testing

@Suite struct DisplayLayoutTests {
  init() {
    Text.useUTF8()
  }

  @Test(
    arguments: [
      ("", 0, 4), ("list", 0, 8), ("123456", 0, 10), ("1234567", 0, 11),
      // The row that is full is left at once: libedit forces the terminal to wrap.
      ("12345678", 1, 0), ("123456789", 1, 1), (String(repeating: "x", count: 20), 2, 0),
      ("größe", 0, 9), ("日本", 0, 8), ("日本日", 0, 10), ("日本日本", 1, 0),
      // No room for two columns: the last one stays empty.
      ("1234567日", 1, 2),
      ("a\u{301}b", 0, 6),
      ("\t", 0, 8), ("\t1", 0, 9), ("\t123\t", 1, 0),
      ("\u{1}", 0, 6), ("1234567\u{1}", 1, 1), ("\u{202E}", 0, 4),
      ("l\nbck:l", 1, 5), ("12345678\nbck:", 2, 4),
    ] as [(String, Int, Int)]
  )
  func `a prompt of four columns and a text on twelve`(text: String, row: Int, column: Int) {
    let layout = DisplayLayout(width: 12, prompt: "sh> ", text: text.unicodeScalars)
    #expect([layout.row, layout.column] == [row, column])
  }

  @Test(
    arguments: [
      ("1234567", "日", 1, 0), ("1234567", "x", 0, 11), ("123456", "日", 0, 10),
    ] as [(String, Unicode.Scalar, Int, Int)]
  )
  func `the cursor stands where the next character will`(
    text: String,
    next: Unicode.Scalar,
    row: Int,
    column: Int
  ) {
    let layout = DisplayLayout(
      width: 12,
      prompt: "sh> ",
      text: text.unicodeScalars,
      before: next
    )
    #expect([layout.row, layout.column] == [row, column])
  }

  @Test func `a prompt that is wider than the screen`() {
    let layout = DisplayLayout(width: 5, prompt: "jobctl [4]> ", text: "ls".unicodeScalars)
    #expect([layout.row, layout.column] == [2, 4])
  }

  @Test(arguments: [0, 1, -3])
  func `a width that cannot be is 80`(width: Int) {
    let text = String(repeating: "x", count: 79)
    let layout = DisplayLayout(width: width, prompt: "", text: text.unicodeScalars)
    #expect([layout.row, layout.column] == [0, 79])
  }

  @Test(
    arguments: [
      // A row that was typed goes on; one that was drawn and ends with a blank does not.
      ("1234567 tail", 12, 20, 0, 0, 16), ("1234567 tail", 12, 20, 16, 1, 4),
      ("12345678tail", 12, 20, 16, 0, 16), ("1234567 tail", 12, 6, 16, 2, 4),
      // As much as fits exactly.
      ("1234567 tail", 12, 11, 16, 1, 4), ("1234567 12345678901 x", 12, 40, 25, 2, 1),
    ] as [(String, Int, Int, Int, Int, Int)]
  )
  func `a window of another width breaks lines anew`(
    text: String,
    from: Int,
    to: Int,
    drawn: Int,
    row: Int,
    column: Int
  ) {
    let layout = DisplayLayout(
      from: from,
      to: to,
      prompt: "sh> ",
      text: text.unicodeScalars,
      drawn: drawn
    )
    #expect([layout.row, layout.column] == [row, column])
  }
}
