/// What a terminal can do of that which it takes to write above a line (termcap(5)).
package struct TerminalCapabilities: Hashable {
  /// Moves the cursor up one row.
  package let up: String?
  /// Clears from the cursor to the end of the screen.
  package let clearBelow: String?

  package init(up: String?, clearBelow: String?) {
    self.up = up.flatMap(Self.withoutPadding)
    self.clearBelow = clearBelow.flatMap(Self.withoutPadding)
  }

  /// What clears `row` rows above the cursor's and everything below, and leaves the cursor at the
  /// left edge; nil where the terminal cannot.
  package func erasing(fromRow row: Int) -> String? {
    guard let up, let clearBelow else { return nil }
    return "\r" + String(repeating: up, count: row) + clearBelow
  }

  /// A capability without the pauses that terminals of glass and wire needed: `$<50>`; nil when
  /// nothing is left.
  private static func withoutPadding(_ text: String) -> String? {
    var rest = text[...]
    var kept = ""
    while let start = rest.firstRange(of: "$<"),
      let end = rest[start.upperBound...].firstIndex(of: ">")
    {
      kept += rest[..<start.lowerBound]
      rest = rest[rest.index(after: end)...]
    }
    kept += rest
    return kept.isEmpty ? nil : kept
  }
}
