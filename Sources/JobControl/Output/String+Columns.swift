import POSIX

/// Text in the columns of a terminal.
extension String {
  /// How many it takes.
  var columns: Int {
    isPlain ? utf8.count : reduce(0) { $0 + Text.width(of: $1) }
  }

  /// Whether it is ASCII without control characters, as nearly all text is: a byte is a column.
  var isPlain: Bool {
    let bytes = utf8.span
    for index in bytes.indices where bytes[unchecked: index] &- 0x20 >= 0x5F { return false }
    return true
  }

  /// Its beginning and `…` where it takes more than `limit`.
  func cut(toColumns limit: Int) -> String {
    guard columns > limit else { return self }
    var kept = ""
    var used = 1
    for character in self {
      used += Text.width(of: character)
      guard used <= limit else { break }
      kept.append(character)
    }
    return kept + "…"
  }

  /// With blanks behind it up to `width`.
  func padded(toColumns width: Int) -> String {
    let missing = width - columns
    return missing > 0 ? self + String(repeating: " ", count: missing) : self
  }
}
