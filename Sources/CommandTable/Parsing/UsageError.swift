/// A command line that cannot be understood: one sentence that names the wrong word and where help
/// is.
package struct UsageError: Error, Hashable {
  package let problem: String
  /// The command whose help would tell; nil for the overview.
  package let command: String?

  package init(_ problem: String, command: String? = nil) {
    self.problem = problem
    self.command = command
  }
}

extension UsageError: CustomStringConvertible {
  package var description: String {
    "\(problem) (see 'jobctl help\(command.map { " " + $0 } ?? "")')"
  }
}
