/// What may stand in a word that is being typed: words that are known, and what is to be asked for.
///
/// The word is `option` + `lead` + `prefix`: a completion replaces `prefix` and leaves the rest
/// alone. In `--status=ready,st` the option is `--status=`, the lead `ready,` and the prefix `st`;
/// mostly only the prefix is not empty.
package struct CompletionOffer: Hashable, Sendable {
  /// A word that fits; it begins with the offer's prefix.
  package struct Candidate: Hashable, Sendable {
    package let word: String
    /// One line for people, to be shown beside the word; empty where the word says all.
    package let summary: String
    /// Whether more may follow, a comma or the rest of an address: no blank belongs behind it.
    package let mayGoOn: Bool

    package init(_ word: String, _ summary: String = "", mayGoOn: Bool = false) {
      self.word = word
      self.summary = summary
      self.mayGoOn = mayGoOn
    }
  }

  /// Words that only somebody with a server or a file system can tell.
  package enum Slot: Hashable, Sendable {
    /// Ids of jobs, of those that the slot admits.
    case jobs(JobSlot)
    case files
    /// Sockets of this machine, and files.
    case addresses
    /// The name of a program, or a word of its own; `line` are those before it, its name in front.
    case program(line: [String])
    /// Commands that the server offers (`query-commands`).
    case serverCommands
  }

  /// The option that the word begins with, where its value stands in the same word.
  package let option: String
  /// The part of the value, or of the word, that stays.
  package let lead: String
  /// The part of the word that candidates begin with.
  package let prefix: String
  /// In the table's order, which is the order to show them in.
  package let candidates: [Candidate]
  /// What else may stand here; whoever fills it in drops what does not begin with `prefix`.
  package let slot: Slot?
  /// How help names what stands here, to say where nothing can be offered: `DURATION`; nil where
  /// nothing may stand at all.
  package let placeholder: String?
  /// The value of `--socket` on the line, as it was typed; nil where it is left to the environment.
  package let server: String?
}
