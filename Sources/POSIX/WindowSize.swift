/// The size of a terminal in characters.
package struct WindowSize: Hashable, Sendable {
  package let columns: Int
  package let rows: Int

  /// What a terminal that does not tell is taken for.
  package static let usual = WindowSize(columns: 80, rows: 24)

  package init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }
}
