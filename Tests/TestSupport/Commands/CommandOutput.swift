/// Where a command's standard output or standard error goes.
package enum CommandOutput: Sendable {
  /// Into the result.
  case captured
  /// Nowhere.
  case null
  /// Into a pipe whose reader has left: writing there is a broken pipe.
  case brokenPipe
  /// No such descriptor at all.
  case closed
  /// Into a file that exists, such as /dev/full.
  case file(String)
  /// A descriptor that stays the caller's.
  case descriptor(Int32)
}
