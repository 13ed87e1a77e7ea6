import POSIX

/// Where libedit puts prompt and line on a screen of some width: its own rules (`re_refresh` and
/// `re_addc`, refresh.c of libedit 3.1-20221030), since it does not tell.
package struct DisplayLayout: Hashable {
  /// From the row where the prompt begins, and from the left edge.
  package private(set) var row = 0
  package private(set) var column = 0
  private let width: Int

  /// An empty screen; a width below 2 counts as 80, as it does for libedit.
  package init(width: Int) {
    self.width = width < 2 ? 80 : width
  }

  /// The row and the column behind `prompt` and `text`, where the cursor stands before `next`.
  package init(
    width: Int,
    prompt: String,
    text: some Sequence<Unicode.Scalar>,
    before next: Unicode.Scalar? = nil
  ) {
    self.init(width: width)
    for scalar in prompt.unicodeScalars { place(columns: Text.columns(of: scalar) ?? 0) }
    for scalar in text { place(scalar) }
    // A wide character that does not fit takes the cursor with it into the next row.
    if let next, let columns = Text.columns(of: next), columns > 1, column + columns > self.width {
      breakRow()
    }
  }

  /// The place behind `prompt` and `text` once a terminal of `oldWidth` columns has become one of
  /// `width` and has broken its lines anew.
  ///
  /// Of the first `drawn` scalars libedit has drawn whole rows, without blanks at their ends: such a
  /// row ends with a line feed, and stays a line of its own.
  package init(
    from oldWidth: Int,
    to width: Int,
    prompt: String,
    text: some Sequence<Unicode.Scalar>,
    drawn: Int
  ) {
    self.init(width: width)
    var old = DisplayLayout(width: oldWidth)
    for (index, scalar) in (Array(prompt.unicodeScalars) + text).enumerated() {
      let row = old.row
      old.place(scalar)
      guard scalar == " ", old.row > row, index < drawn else {
        place(scalar)
        continue
      }
      if column > 0 { breakRow() }
    }
  }

  private mutating func place(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\t":
      repeat { place(columns: 1) } while column % 8 != 0
    case "\n":
      breakRow()
    case _ where scalar.value < 0x100 && Text.columns(of: scalar) == nil:
      // ^A
      for _ in 0..<2 { place(columns: 1) }
    default:
      if let columns = Text.columns(of: scalar) {
        place(columns: columns)
      } else {
        // \U+1234 or \U+12345
        for _ in 0..<(scalar.value > 0xFFFF ? 8 : 7) { place(columns: 1) }
      }
    }
  }

  private mutating func place(columns: Int) {
    if column + columns > width { breakRow() }
    column += columns
    if column >= width { breakRow() }
  }

  private mutating func breakRow() {
    row += 1
    column = 0
  }
}
