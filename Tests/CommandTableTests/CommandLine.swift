import CommandTable

/// A line as one would type it behind `jobctl`, in words as a shell makes them: blanks between words,
/// and quotes of both kinds, without escapes.
struct CommandLine {
  let words: [String]

  init(_ line: String) {
    var words: [String] = []
    var word: String?
    var quote: Character?
    for character in line {
      switch (quote, character) {
      case (nil, " "):
        if let ended = word { words.append(ended) }
        word = nil
      case (nil, "'"), (nil, "\""):
        quote = character
        word = word ?? ""
      case (character?, _):
        quote = nil
      case (_, _):
        word = (word ?? "") + String(character)
      }
    }
    self.words = words + (word.map { [$0] } ?? [])
  }

  func parse() throws(UsageError) -> Invocation {
    try CommandParser().parse(words)
  }

  /// The line on stderr; nil when there is nothing to complain about.
  var complaint: String? {
    do throws(UsageError) {
      _ = try parse()
      return nil
    } catch {
      return "\(error)"
    }
  }
}
