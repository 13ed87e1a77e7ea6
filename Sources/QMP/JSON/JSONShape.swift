/// The names of an object's members, in their order, which the next one of an array mostly repeats.
///
/// A name that repeats is taken from here, and names that have been compared with each other are not
/// compared again.
struct JSONShape {
  private var names: [(text: String, token: JSONReader.StringToken)] = []
  /// Whether the names are known to differ from each other.
  var isDistinct = false

  var count: Int {
    names.count
  }

  /// The name at `index`; nil when it is not spelt as `token` is.
  @inline(always)
  func name(
    at index: Int,
    spelt token: JSONReader.StringToken,
    _ bytes: Span<UInt8>
  ) -> String? {
    guard index < names.count else { return nil }
    let known = names[index].token
    guard JSONReader.areEqual(bytes, token.start..<token.end, bytes, known.start..<known.end)
    else { return nil }
    return names[index].text
  }

  /// Puts a name in the place of the one at `index` and of all that follow it.
  mutating func replace(from index: Int, with name: String, _ token: JSONReader.StringToken) {
    names.removeSubrange(index...)
    names.append((name, token))
    isDistinct = false
  }
}
