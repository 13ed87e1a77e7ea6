import CLinux

/// The command line of this process.
package enum ProcessArguments {
  /// The words behind the program's name; what is no UTF-8 in them is repaired.
  package static var words: [String] {
    Array(CommandLine.arguments.dropFirst())
  }

  /// Leaves the environment as it was before the runtime started.
  package static func tidyEnvironment() {
    clinux_tidy_environment()
  }
}
