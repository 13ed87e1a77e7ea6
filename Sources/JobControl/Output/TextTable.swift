/// Text in columns for people.
struct TextTable {
  let fields: [TextColumn]
  let showsHeader: Bool
  /// The columns of the terminal; nil for as wide as it gets.
  let width: Int?
  /// Whether columns may be left out where there is no room for them.
  let mayDrop: Bool
  let style: Style

  /// The table as UTF-8; `dress` gives colour to a cell: its row, its column, and its text as it is
  /// shown.
  func render(
    _ cells: [[String]],
    dress: ((Int, Int, String) -> String)? = nil
  ) -> [UInt8] {
    let headers = fields.map(\.header)
    let sizes = cells.map { row in row.map(\.columns) }
    var widths = headers.map { showsHeader ? $0.columns : 1 }
    for row in sizes {
      for (column, size) in row.enumerated() where size > widths[column] {
        widths[column] = size
      }
    }
    let shown = fit(&widths)
    var text: [UInt8] = []
    if showsHeader {
      var line: [UInt8] = []
      append(headers, headers.map(\.columns), widths, shown, to: &line)
      text += style.header(String(decoding: line, as: UTF8.self)).utf8
      text.append(UInt8(ascii: "\n"))
    }
    for row in cells.indices {
      append(cells[row], sizes[row], widths, shown, to: &text) { column, cell in
        dress.map { $0(row, column, cell) } ?? cell
      }
      text.append(UInt8(ascii: "\n"))
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
    guard mayDrop else {
      // Lines that are broken anyway lose nothing.
      if slack < 0 { widths = natural }
      return shown.sorted()
    }
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

  /// Adds a line of cells that take `sizes` columns each.
  private func append(
    _ cells: [String],
    _ sizes: [Int],
    _ widths: [Int],
    _ shown: [Int],
    to text: inout [UInt8],
    dress: (Int, String) -> String = { $1 }
  ) {
    for column in shown {
      var cell = cells[column]
      var size = sizes[column]
      if size > widths[column] {
        cell = cell.cut(toColumns: widths[column])
        size = cell.columns
      }
      let gap = repeatElement(UInt8(ascii: " "), count: widths[column] - size)
      if column != shown.first { text += repeatElement(UInt8(ascii: " "), count: 2) }
      if fields[column].isNumber { text += gap }
      text += dress(column, cell).utf8
      if !fields[column].isNumber, column != shown.last { text += gap }
    }
  }
}
