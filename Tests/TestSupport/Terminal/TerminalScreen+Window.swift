extension TerminalScreen {
  /// Gives it another size: as most terminals do, with the lines that were broken broken anew, or
  /// cut and filled up as xterm does.
  package mutating func resize(rows: Int, columns: Int, reflows: Bool = true) {
    if reflows, columns != self.columns { reflow(to: columns) }
    self.columns = columns
    for index in lines.indices {
      let cells = lines[index].cells.prefix(columns)
      lines[index].cells = cells + Array(repeating: .blank, count: columns - cells.count)
    }
    while lines.count > rows, cursor.row < lines.count - 1 { lines.removeLast() }
    while lines.count > rows {
      scrolledOff.append(lines.removeFirst())
      cursor.row -= 1
    }
    while lines.count < rows { lines.append(Line(columns)) }
    self.rows = rows
    region = 0...(rows - 1)
    move(toRow: cursor.row, column: cursor.column)
  }

  private mutating func reflow(to columns: Int) {
    var result: [Line] = []
    var newCursor = cursor
    var index = 0
    while index < lines.count {
      var cells: [Cell] = []
      var cursorOffset: Int?
      while true {
        if index == cursor.row { cursorOffset = cells.count + cursor.column }
        cells += lines[index].cells
        index += 1
        guard lines[index - 1].goesOn, index < lines.count else { break }
      }
      while cells.last == .blank, cells.count > (cursorOffset ?? 0) { cells.removeLast() }
      let start = result.count
      var pieces: [Line] = []
      repeat {
        var line = Line(columns)
        let piece = cells.prefix(columns)
        line.cells.replaceSubrange(0..<piece.count, with: piece)
        cells.removeFirst(piece.count)
        line.goesOn = !cells.isEmpty
        pieces.append(line)
      } while !cells.isEmpty
      if let cursorOffset {
        newCursor = (start + cursorOffset / columns, cursorOffset % columns)
        while newCursor.row >= start + pieces.count { pieces.append(Line(columns)) }
      }
      result += pieces
    }
    cursor = newCursor
    lines = result
  }
}
