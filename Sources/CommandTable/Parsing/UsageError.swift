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

/// A word that is no value of the kind wanted; `reason` is a clause with the word as its subject.
package struct ValueError: Error, Hashable {
  package let word: String
  package let reason: String

  package init(word: String, reason: String) {
    self.word = word
    self.reason = reason
  }
}
