/// Why the soak cannot go on, as a sentence.
struct Failure: Error, CustomStringConvertible {
  let reason: String

  var description: String { reason }
}
