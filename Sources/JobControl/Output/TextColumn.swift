/// A column of a table: its name for programs, and how it is shown to people.
struct TextColumn {
  let name: String
  let header: String
  let isNumber: Bool
  /// Whether a row without it would not tell enough.
  let isKey: Bool
  /// Whether it holds text of any length that no row is known by.
  let isFreeText: Bool
  /// The less important, the earlier it gives way.
  let importance: Int
}
