/// `__complete`: the words of a line, without the program's name; the cursor is at the end of the
/// last one.
package struct CompleteOrder: Hashable, Sendable {
  package let words: [String]
}
