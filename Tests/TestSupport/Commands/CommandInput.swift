/// What a command reads from as its standard input.
package enum CommandInput: Sendable {
  /// Nothing: it is at its end from the start.
  case null
  /// These bytes, then the end.
  case bytes([UInt8])
  /// A pipe that the test writes to and ends.
  case pipe
  /// No descriptor 0 at all.
  case closed
  /// A descriptor that stays the caller's.
  case descriptor(Int32)

  /// This text, then the end.
  package static func text(_ text: String) -> CommandInput {
    .bytes(Array(text.utf8))
  }
}
