/// Why a benchmark cannot be run, as a sentence.
struct Failure: Error, CustomStringConvertible {
  let reason: String

  var description: String { reason }
}
