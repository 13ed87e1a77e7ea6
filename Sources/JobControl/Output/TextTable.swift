/// Text in columns for people.
struct TextTable {
  let fields: [TextColumn]
  let showsHeader: Bool
  /// The columns of the terminal; nil for as wide as it gets.
  let width: Int?
  /// Whether columns may be left out where there is no room for them.
  let mayDrop: Bool
  let style: Style

  /// `dress` gives colour to a cell: its row, its column, and its text as it is shown.
  func render(
    _ cells: [[String]],
    dress: (Int, TextColumn, String) -> String = { $2 }
  ) -> String {
    let headers = fields.map(\.header)
    var widths = headers.map { showsHeader ? $0.columns : 1 }
    for row in cells {
      for (column, cell) in row.enumerated() {
        widths[column] = max(widths[column], cell.columns)
      }
    }
    let shown = fit(&widths)
    var text = showsHeader ? style.header(line(headers, widths, shown) { $1 }) + "\n" : ""
    for (row, cells) in cells.enumerated() {
      text += line(cells, widths, shown) { dress(row, $0, $1) }
      text += "\n"
    }
    return text
  }

  /// Makes the columns fit the terminal, and tells which of them are left.
  ///
  /// Only free text is cut, since half a number or half a word of QEMU's is another one. Where that
  /// is not enough, columns may go, the least important first; what tells a row from the others
  /// stays.
  private func fit(_ widths: inout [Int]) -> [Int] {
    guard let width else { return Array(fields.indices) }
    let natural = widths
    let order = fields.indices.sorted {
      (fields[$0].importance, $0) < (fields[$1].importance, $1)
    }
    var shown = Set(order)
    var slack = width - widths.reduce(2 * (widths.count - 1), +)
    for column in order where slack < 0 && fields[column].isFreeText {
      let floor = max(Self.minimum, showsHeader ? fields[column].header.columns : 0)
      slack += Self.narrow(&widths[column], by: -slack, downTo: floor)
    }
    guard mayDrop else { return shown.sorted() }
    for column in order.dropLast() where slack < 0 && !fields[column].isKey {
      shown.remove(column)
      slack += widths[column] + 2
    }
    for column in order where slack < 0 && shown.contains(column) {
      slack += Self.narrow(&widths[column], by: -slack, downTo: Self.minimum)
    }
    // A column that went may have left more room than was wanted.
    for column in order.reversed() where slack > 0 && shown.contains(column) {
      let given = min(slack, natural[column] - widths[column])
      widths[column] += given
      slack -= given
    }
    return shown.sorted()
  }

  /// Below this a cell tells nothing.
  private static let minimum = 4

  /// How much narrower the column became.
  private static func narrow(_ width: inout Int, by excess: Int, downTo floor: Int) -> Int {
    let cut = min(excess, max(0, width - floor))
    width -= cut
    return cut
  }

  private func line(
    _ cells: [String],
    _ widths: [Int],
    _ shown: [Int],
    dress: (TextColumn, String) -> String
  ) -> String {
    var line = ""
    for column in shown {
      var cell = cells[column]
      var size = cell.columns
      if size > widths[column] {
        cell = cell.cut(toColumns: widths[column])
        size = cell.columns
      }
      let gap = String(repeating: " ", count: widths[column] - size)
      if column != shown.first { line += "  " }
      if fields[column].isNumber { line += gap }
      line += dress(fields[column], cell)
      if !fields[column].isNumber, column != shown.last { line += gap }
    }
    return line
  }
}
