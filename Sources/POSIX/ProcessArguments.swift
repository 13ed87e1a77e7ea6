import CLinux

/// The command line of this process, as the C library hands it over.
///
/// Swift's own `CommandLine` reads it from /proc, which an empty root does not have.
package enum ProcessArguments {
  /// The words behind the program's name; what is no UTF-8 in them is repaired.
  package static var words: [String] {
    var words: [String] = []
    var index: Int32 = 1
    while let word = clinux_argument(index) {
      words.append(String(cString: word))
      index += 1
    }
    return words
  }

  /// Leaves the environment as it was before the runtime started.
  package static func tidyEnvironment() {
    clinux_forget_root()
  }
}
