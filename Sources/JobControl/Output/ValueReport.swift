import CommandTable
import Jobs
import QMP

/// Rows of values in any of the output formats, as the bytes for standard output.
struct ValueReport {
  let format: OutputOptions.Format
  let columns: [TextColumn]
  let showsHeader: Bool
  let isExact: Bool
  /// The columns of the terminal; nil for as wide as it gets.
  let width: Int?
  /// Whether columns may be left out where there is no room for them.
  let mayDrop: Bool
  let style: Style

  /// A value for each column, nil where it is not known; the first names the row.
  func list(_ rows: [[JobField.Value?]]) -> [UInt8] {
    switch format {
    case .table, .wide:
      return table(rows)
    case .json:
      return JSONWriter.indented(.array(rows.map { .object(object($0)) })) + [0x0A]
    case .jsonl:
      return rows.flatMap { JSONWriter.compact(.object(object($0))) + [0x0A] }
    case .tsv:
      let header = showsHeader ? [columns.map(\.name).joined(separator: "\t")] : []
      let lines = rows.map { row in
        row.map { Self.tsv($0?.exact ?? "") }.joined(separator: "\t")
      }
      return Array((header + lines).map { $0 + "\n" }.joined().utf8)
    case .name:
      return Array(rows.map { Self.text($0.first ?? nil, isExact: true) + "\n" }.joined().utf8)
    }
  }

  /// What is not known is left out.
  func object(_ row: [JobField.Value?]) -> JSONObject {
    JSONObject(
      zip(columns, row).lazy.compactMap { column, value in value.map { (column.name, $0.json) } }
    )
  }

  private func table(_ rows: [[JobField.Value?]]) -> [UInt8] {
    let table = TextTable(
      fields: columns,
      showsHeader: showsHeader,
      width: width,
      mayDrop: mayDrop,
      style: style
    )
    let cells = rows.map { row in row.map { Self.text($0, isExact: isExact) } }
    let statusColumn = columns.firstIndex { $0.name == JobField.status.rawValue }
    guard style.isColored, let statusColumn else { return table.render(cells) }
    return table.render(cells) { row, column, text in
      guard column == statusColumn, let status = JobStatus(rawValue: cells[row][column]) else {
        return text
      }
      return style.status(text, status)
    }
  }

  /// For people; `-` for what is not known.
  static func text(_ value: JobField.Value?, isExact: Bool) -> String {
    value.map { isExact ? $0.exact : $0.human }.map(Visible.text) ?? "-"
  }

  /// A text as a field of tsv, on one line and without a tab.
  static func tsv(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0.isTroublesome || $0 == "\\" }) else {
      return text
    }
    return text.unicodeScalars.map { scalar in
      switch scalar {
      case "\\": "\\\\"
      case _ where scalar.isTroublesome: Visible.escape(scalar)
      default: String(scalar)
      }
    }.joined()
  }
}
