/// The text of a history file: a line that says what it is, then the lines that were entered, oldest
/// first.
package struct HistoryText: Hashable {
  /// More lines than this are not kept.
  package static let maximumCount = 10_000
  /// No history grows beyond it, in bytes: what is larger is something else.
  package static let maximumSize = 64 << 20

  private static let header = "# jobctl history, one line each"

  package private(set) var lines: [String]
  /// Whether the last line lacks its end: a write was cut short.
  private var isTorn: Bool

  package init(_ lines: [String] = []) {
    self.init(lines, isTorn: false)
  }

  private init(_ lines: [String], isTorn: Bool) {
    self.lines = lines
    self.isTorn = isTorn
  }

  /// Reads a file; nil for one that is damaged, or no history of jobctl's.
  package init?(_ bytes: [UInt8]) {
    guard !bytes.isEmpty else {
      self.init()
      return
    }
    guard bytes.count <= Self.maximumSize,
      let text = String(validating: bytes, as: UTF8.self),
      text.utf8.starts(with: (Self.header + "\n").utf8)
    else { return nil }
    let lines = text.utf8.split(separator: UInt8(ascii: "\n")).dropFirst().map {
      String(Substring($0))
    }
    guard lines.allSatisfy(Self.canKeep) else { return nil }
    self.init(lines, isTorn: bytes.last != UInt8(ascii: "\n"))
  }

  /// What becomes of the file when a line is entered.
  package enum Change: Hashable {
    case none
    /// These bytes go behind it.
    case append([UInt8])
    /// These take its place.
    case replace([UInt8])
  }

  /// Takes in a line that was entered.
  package mutating func enter(_ line: String) -> Change {
    guard Self.isWorthKeeping(line), lines.last != line else { return .none }
    let isNew = lines.isEmpty
    lines.append(line)
    guard lines.count <= Self.maximumCount else {
      lines.removeFirst(lines.count - Self.maximumCount)
      return .replace(Array(text.utf8))
    }
    if isNew { return .replace(Array(text.utf8)) }
    defer { isTorn = false }
    return .append(Array(((isTorn ? "\n" : "") + line + "\n").utf8))
  }

  private var text: String {
    ([Self.header] + lines).map { $0 + "\n" }.joined()
  }

  /// Whether a line is to be remembered at all: one that begins with a space is not.
  package static func isWorthKeeping(_ line: String) -> Bool {
    !line.hasPrefix(" ") && line.contains { !$0.isWhitespace } && canKeep(line)
  }

  /// A line holds no control characters but tabs.
  private static func canKeep(_ line: String) -> Bool {
    line.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == UInt8(ascii: "\t") }
  }
}
