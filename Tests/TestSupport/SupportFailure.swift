import Glibc

/// Why a piece of test support could not do what a test asked of it.
package enum SupportFailure: Error, Hashable, CustomStringConvertible {
  /// A system call failed.
  case system(call: String, errno: Int32)
  /// A deadline passed; `seen` is what had arrived by then.
  case timedOut(waitingFor: String, seen: String)
  /// The other side ended first; `seen` is what had arrived by then.
  case ended(waitingFor: String, seen: String)
  /// A QMP server answered with an error.
  case refused(command: String, errorClass: String, text: String)
  /// A tool that had to succeed did not.
  case toolFailed(command: String, said: String)
  /// What arrived is not what it should be.
  case malformed(String)

  package var description: String {
    switch self {
    case .system(let call, let errno):
      "\(call): \(String(cString: strerror(errno)))"
    case .timedOut(let wanted, let seen):
      "timed out waiting for \(wanted); seen so far: \(seen)"
    case .ended(let wanted, let seen):
      "the other side ended while waiting for \(wanted); seen so far: \(seen)"
    case .refused(let command, let errorClass, let text):
      "\(command) was refused: \(errorClass): \(text)"
    case .toolFailed(let command, let said):
      "\(command) failed: \(said)"
    case .malformed(let what):
      "malformed: \(what)"
    }
  }

  /// Performs a system call again until no signal interrupts it, and throws when it gives -1.
  @discardableResult
  static func check<Result: FixedWidthInteger & SignedInteger>(
    _ call: String,
    _ body: () -> Result
  ) throws(SupportFailure) -> Result {
    while true {
      let result = body()
      guard result == -1 else { return result }
      guard errno == EINTR else { throw .system(call: call, errno: errno) }
    }
  }
}
