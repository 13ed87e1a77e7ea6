/// What a terminal shows: a small emulator of the part of xterm, vt100 and linux that libedit uses
/// (ECMA-48, xterm's ctlseqs).
package struct TerminalScreen {
  package internal(set) var rows: Int
  package internal(set) var columns: Int
  /// From the upper left corner.
  package internal(set) var cursor = (row: 0, column: 0)
  package private(set) var bellCount = 0
  /// Sequences that it does not know; tests want none.
  package internal(set) var unknown: [String] = []

  var lines: [Line]
  /// What has left the screen at its top.
  var scrolledOff: [Line] = []
  /// The last column is full, and the next character begins a row.
  private var wrapIsPending = false
  var wrapsAtMargin = true
  var insertsCharacters = false
  private var savedCursor = (row: 0, column: 0)
  /// The rows that scroll.
  var region: ClosedRange<Int>
  var parser = Parser()

  package init(rows: Int = 24, columns: Int = 80) {
    self.rows = rows
    self.columns = columns
    self.lines = Array(repeating: Line(columns), count: rows)
    self.region = 0...(rows - 1)
  }

  /// A row, and whether the text goes on in the next one.
  struct Line {
    var cells: [Cell]
    var goesOn = false

    init(_ columns: Int) {
      cells = Array(repeating: .blank, count: columns)
    }

    var text: String {
      let text = cells.map(\.text).joined()
      return String(text.reversed().drop { $0 == " " }.reversed())
    }
  }

  enum Cell: Hashable {
    case blank
    case character(String)
    /// The right half of the character before.
    case wideTail

    var text: String {
      switch self {
      case .blank: " "
      case .character(let text): text
      case .wideTail: ""
      }
    }
  }

  // MARK: - Looking

  /// The rows as text, without blanks at their ends.
  package var text: [String] {
    lines.map(\.text)
  }

  /// The same down to the last row that holds something.
  package var shownText: [String] {
    Array(text.reversed().drop { $0.isEmpty }.reversed())
  }

  /// Everything that was ever shown and is not overwritten, what has scrolled off included; rows
  /// that the terminal broke are one line again.
  package var transcript: [String] {
    var joined: [String] = []
    var goesOn = false
    for line in scrolledOff + lines {
      let text = line.goesOn ? line.cells.map(\.text).joined() : line.text
      if goesOn, let last = joined.popLast() {
        joined.append(last + text)
      } else {
        joined.append(text)
      }
      goesOn = line.goesOn
    }
    return Array(joined.reversed().drop { $0.isEmpty }.reversed())
  }

  // MARK: - Writing

  mutating func write(_ scalar: Unicode.Scalar) {
    let width = GNU.columns(of: scalar)
    guard width > 0 else { return combine(scalar) }
    if wrapIsPending || cursor.column + width > columns {
      guard wrapsAtMargin else {
        cursor.column = columns - width
        return put(scalar, width)
      }
      lines[cursor.row].goesOn = true
      cursor.column = 0
      lineFeed()
    }
    put(scalar, width)
  }

  private mutating func put(_ scalar: Unicode.Scalar, _ width: Int) {
    wrapIsPending = false
    if insertsCharacters { insertBlanks(width) }
    for column in cursor.column..<(cursor.column + width) { clearCell(column) }
    lines[cursor.row].cells[cursor.column] = .character(String(scalar))
    if width == 2 { lines[cursor.row].cells[cursor.column + 1] = .wideTail }
    cursor.column += width
    if cursor.column >= columns {
      cursor.column = columns - 1
      wrapIsPending = true
    }
  }

  /// Half a wide character is none.
  private mutating func clearCell(_ column: Int) {
    if lines[cursor.row].cells[column] == .wideTail, column > 0 {
      lines[cursor.row].cells[column - 1] = .blank
    }
    if column + 1 < columns, lines[cursor.row].cells[column + 1] == .wideTail {
      lines[cursor.row].cells[column + 1] = .blank
    }
    lines[cursor.row].cells[column] = .blank
  }

  private mutating func combine(_ scalar: Unicode.Scalar) {
    let column = wrapIsPending ? cursor.column : cursor.column - 1
    guard column >= 0, case .character(let text) = lines[cursor.row].cells[column] else { return }
    lines[cursor.row].cells[column] = .character(text + String(scalar))
  }

  // MARK: - Moving

  mutating func move(toRow row: Int? = nil, column: Int? = nil) {
    if let row { cursor.row = min(max(0, row), rows - 1) }
    if let column { cursor.column = min(max(0, column), columns - 1) }
    wrapIsPending = false
  }

  mutating func move(rows: Int, columns: Int) {
    move(toRow: cursor.row + rows, column: cursor.column + columns)
  }

  mutating func lineFeed() {
    wrapIsPending = false
    if cursor.row == region.upperBound {
      scroll(by: 1, from: region.lowerBound)
    } else if cursor.row < rows - 1 {
      cursor.row += 1
    }
  }

  mutating func reverseLineFeed() {
    wrapIsPending = false
    if cursor.row == region.lowerBound {
      scroll(by: -1, from: region.lowerBound)
    } else if cursor.row > 0 {
      cursor.row -= 1
    }
  }

  mutating func tab() {
    move(column: min(columns - 1, (cursor.column / 8 + 1) * 8))
  }

  mutating func bell() {
    bellCount += 1
  }

  mutating func saveCursor() {
    savedCursor = cursor
  }

  mutating func restoreCursor() {
    move(toRow: savedCursor.row, column: savedCursor.column)
  }

  /// Moves what is between `top` and the region's end up, or down where `count` is negative.
  mutating func scroll(by count: Int, from top: Int) {
    guard region.contains(top) else { return }
    for _ in 0..<min(abs(count), region.upperBound - top + 1) {
      if count > 0 {
        let line = lines.remove(at: top)
        if top == 0 { scrolledOff.append(line) }
        lines.insert(Line(columns), at: region.upperBound)
      } else {
        lines.remove(at: region.upperBound)
        lines.insert(Line(columns), at: top)
      }
    }
  }

  // MARK: - Erasing

  mutating func erase(row: Int, columns range: Range<Int>) {
    for column in range { lines[row].cells[column] = .blank }
    if range.upperBound == columns { lines[row].goesOn = false }
    if range == 0..<columns { endLine(before: row) }
    wrapIsPending = false
  }

  /// What goes on in a row that is empty now does not go on any more.
  private mutating func endLine(before row: Int) {
    if row > 0 {
      lines[row - 1].goesOn = false
    } else if let last = scrolledOff.indices.last {
      scrolledOff[last].goesOn = false
    }
  }

  mutating func insertBlanks(_ count: Int) {
    let count = min(count, columns - cursor.column)
    lines[cursor.row].cells.removeLast(count)
    lines[cursor.row].cells.insert(
      contentsOf: Array(repeating: .blank, count: count),
      at: cursor.column
    )
  }

  mutating func deleteCharacters(_ count: Int) {
    let count = min(count, columns - cursor.column)
    lines[cursor.row].cells.removeSubrange(cursor.column..<(cursor.column + count))
    lines[cursor.row].cells += Array(repeating: .blank, count: count)
    wrapIsPending = false
  }
}
