package import CommandTable
import POSIX

/// Candidates on a screen: one a row with what they are, or in columns where those are too many.
package struct CandidateList {
  package let lines: [String]

  package init(_ candidates: [CompletionOffer.Candidate], rows: Int, columns: Int) {
    // The line that is typed, and what it was about, stay in sight.
    let room = max(5, rows - 3)
    if candidates.count <= room, candidates.contains(where: { !$0.summary.isEmpty }) {
      let words = candidates.map { Visible.text($0.word) }
      let width = words.map(Self.width).max() ?? 0
      lines = zip(words, candidates).map { word, candidate in
        let gap = String(repeating: " ", count: width - Self.width(word) + 2)
        return Self.cut(word + gap + Visible.text(candidate.summary), to: columns)
      }
    } else {
      // A column takes three characters at least, so that no screen has room for more.
      let some = candidates.prefix(max(1, (columns + 2) / 3) * room)
      lines = Self.inColumns(
        some.map { Visible.text($0.word) },
        of: candidates.count,
        room,
        columns
      )
    }
  }

  /// Down the columns, as `ls` does; `count` is how many words there are in all.
  private static func inColumns(
    _ words: [String],
    of count: Int,
    _ room: Int,
    _ columns: Int
  ) -> [String] {
    let (perRow, width) = grid(words, room, columns)
    let isWhole = count <= perRow * room
    let shown = isWhole ? words[...] : words.prefix(perRow * (room - 1))
    let height = (shown.count + perRow - 1) / perRow
    var lines = (0..<height).map { row in
      let cells = stride(from: row, to: shown.count, by: height).map { shown[$0] }
      let padded = cells.dropLast().map { cell in
        cell + String(repeating: " ", count: width - Self.width(cell))
      }
      return cut(padded.joined() + (cells.last ?? ""), to: columns)
    }
    if !isWhole { lines.append("(\(count - shown.count) more)") }
    return lines
  }

  /// How many words fit side by side, of those that are shown then, and the columns for each.
  private static func grid(
    _ words: [String],
    _ room: Int,
    _ columns: Int
  ) -> (perRow: Int, width: Int) {
    let most = max(1, (columns + 2) / 3)
    let widths = words.map(width)
    for perRow in (1...most).reversed() {
      let width = (widths.prefix(perRow * room).max() ?? 0) + 2
      if perRow == 1 || perRow * width <= columns + 2 { return (perRow, width) }
    }
    return (1, columns)
  }

  private static func width(_ text: String) -> Int {
    // Ids are plain, and there may be thousands.
    guard !text.utf8.allSatisfy({ 0x20..<0x7F ~= $0 }) else { return text.utf8.count }
    return text.reduce(0) { $0 + Text.width(of: $1) }
  }

  private static func cut(_ text: String, to columns: Int) -> String {
    guard text.utf8.count > columns, width(text) > columns else { return text }
    var kept = ""
    var used = 1
    for character in text {
      used += Text.width(of: character)
      guard used <= columns else { break }
      kept.append(character)
    }
    return kept + "…"
  }
}
