/// The difference of two texts, line by line, as `diff -u` shows it.
package enum LineDiff {
  private static let context = 2

  /// Lines only in `old` begin with -, those only in `new` with +; far from both, they are left out.
  package static func between(_ old: String, _ new: String) -> String {
    let oldLines = lines(of: old)
    let newLines = lines(of: new)
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in newLines.difference(from: oldLines) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var rows: [(isChange: Bool, text: String)] = []
    var oldIndex = 0
    var newIndex = 0
    while oldIndex < oldLines.count || newIndex < newLines.count {
      if removed.contains(oldIndex) {
        rows.append((true, "-\(oldLines[oldIndex])"))
        oldIndex += 1
      } else if inserted.contains(newIndex) {
        rows.append((true, "+\(newLines[newIndex])"))
        newIndex += 1
      } else {
        rows.append((false, " \(newLines[newIndex])"))
        oldIndex += 1
        newIndex += 1
      }
    }
    return withoutFarLines(rows)
  }

  private static func withoutFarLines(_ rows: [(isChange: Bool, text: String)]) -> String {
    var result: [String] = []
    var isSkipping = false
    for index in rows.indices {
      let near = max(0, index - context)...min(rows.count - 1, index + context)
      let isNear = rows[near].contains { $0.isChange }
      if isNear {
        result.append(rows[index].text)
      } else if !isSkipping {
        result.append("@@")
      }
      isSkipping = !isNear
    }
    return result.joined(separator: "\n")
  }

  /// The lines with what the eye would miss at their ends made visible.
  private static func lines(of text: String) -> [String] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last?.isEmpty == true {
      lines.removeLast()
    } else {
      lines.append("\\ no newline at the end")
    }
    return lines.map { line in
      line.last?.isWhitespace == true ? "\(line)$" : line
    }
  }
}
