package import Jobs

/// What a word may be, for completion and for the message about a wrong one.
package enum Completion: Hashable, Sendable {
  case none
  case file
  /// Where a server is: a socket or one of the prefixes.
  case address
  case command
  case choices([Choice])
  /// The id of a job, of those that accept the verb where one is given.
  case job(acceptedBy: JobVerb?)

  package struct Choice: Hashable, Sendable {
    package let word: String
    package let summary: String

    package init(_ word: String, _ summary: String) {
      self.word = word
      self.summary = summary
    }
  }
}
