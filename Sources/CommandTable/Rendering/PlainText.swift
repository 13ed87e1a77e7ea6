/// Text of at most 80 columns, for terminals of any width.
enum PlainText {
  static let width = 80

  /// A paragraph in which no command is broken.
  static func wrap(_ prose: Prose, indent: Int = 0) -> String {
    let glue: Character = "\u{A0}"
    let text = prose.pieces.map { piece in
      switch piece {
      case .command: piece.plain.map { $0 == " " ? String(glue) : String($0) }.joined()
      case .text, .literal, .variable, .option, .page: piece.plain
      }
    }.joined()
    return String(wrap(text, indent: indent).map { $0 == glue ? " " : $0 })
  }

  /// A paragraph with every line indented.
  static func wrap(_ text: String, indent: Int = 0) -> String {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = margin
    for word in text.split(separator: " ") {
      if line.count > indent, line.count + 1 + word.count > width {
        lines.append(line)
        line = margin
      }
      line += (line.count > indent ? " " : "") + word
    }
    return (lines + [line]).joined(separator: "\n") + "\n"
  }

  /// Rows of two columns; a long first word puts its text on the next line.
  static func rows(_ rows: [(name: String, text: String)]) -> String {
    let column = min(rows.map(\.name.count).max() ?? 0, 26) + 4
    let lines = rows.map { name, text in
      let body = wrap(text, indent: column)
      guard name.count + 4 <= column else { return "  \(name)\n\(body)" }
      let gap = String(repeating: " ", count: column - name.count - 2)
      return "  \(name)\(gap)\(body.dropFirst(column))"
    }
    return lines.joined()
  }

  /// Columns two blanks apart, without blanks at the end of a line.
  static func table(_ rows: [[String]]) -> String {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      let cells = zip(row, widths).map { cell, width in
        cell + String(repeating: " ", count: width - cell.count)
      }
      let line = cells.joined(separator: "  ")
      return (line.lastIndex { $0 != " " }.map { line[...$0] } ?? "") + "\n"
    }.joined()
  }

  static func capitalized(_ sentence: String) -> String {
    sentence.prefix(1).uppercased() + sentence.dropFirst()
  }

  /// `a, b and c`.
  static func list(_ words: [String]) -> String {
    guard words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " and " + words[words.count - 1]
  }
}
