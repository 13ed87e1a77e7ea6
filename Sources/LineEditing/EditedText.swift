/// A line as it stands while somebody types, and the cursor in it.
package struct EditedText: Hashable {
  package let scalars: [Unicode.Scalar]
  /// How many scalars are before the cursor.
  package let cursor: Int

  package init(_ scalars: [Unicode.Scalar], cursor: Int) {
    self.scalars = scalars
    self.cursor = cursor
  }

  package var beforeCursor: String {
    String(scalars.prefix(cursor))
  }

  package var afterCursor: String {
    String(scalars.dropFirst(cursor))
  }
}

extension String {
  init(_ scalars: some Sequence<Unicode.Scalar>) {
    self.init()
    unicodeScalars.append(contentsOf: scalars)
  }
}
