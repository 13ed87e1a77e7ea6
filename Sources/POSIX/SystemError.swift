import Glibc

/// A system call that failed: which one, and errno.
package struct SystemError: Error, Hashable {
  package let call: String
  package let code: Int32

  package init(call: String, code: Int32) {
    self.call = call
    self.code = code
  }

  /// What strerror(3) says of the code.
  package var reason: String {
    String(cString: strerror(code))
  }

  /// Performs a system call, again while a signal interrupts it; here only is -1 known to mean
  /// failure.
  static func check<Result: FixedWidthInteger & SignedInteger>(
    _ call: String,
    _ body: () -> Result
  ) throws(SystemError) -> Result {
    while true {
      let result = body()
      guard result == -1 else { return result }
      let code = errno
      guard code == EINTR else { throw SystemError(call: call, code: code) }
    }
  }
}

extension SystemError {
  package static let outOfMemory = SystemError(call: "malloc", code: ENOMEM)
}

extension SystemError: CustomStringConvertible {
  package var description: String {
    "\(call): \(reason)"
  }
}
