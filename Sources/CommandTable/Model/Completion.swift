package import Jobs

/// What a word may be, for completion and for the message about a wrong one.
package enum Completion: Hashable, Sendable {
  case none
  case file
  /// Where a server is: a socket or one of the prefixes.
  case address
  case command
  case choices([Choice])
  /// Several of these with commas between.
  case list([Choice])
  /// One of these, or a file.
  case choicesOrFile([Choice])
  /// A program; what follows are its words.
  case program
  /// A command of the server's.
  case serverCommand
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

extension Completion {
  /// The words that are known without asking anybody.
  package var choices: [Choice] {
    switch self {
    case .choices(let choices), .list(let choices), .choicesOrFile(let choices): choices
    case .none, .file, .address, .command, .program, .serverCommand, .job: []
    }
  }
}
