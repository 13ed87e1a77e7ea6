import CommandTable

/// Words that are typed again as they are quoted here are the same words; and so is a line that is
/// gone on with.
///
/// As an input: a line, or the beginning of one, a NUL, and what is to be typed behind.
enum WordsOracle {
  static func check(_ input: [UInt8]) throws(Finding) {
    let parts = input.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
    let line = String(decoding: parts[0], as: UTF8.self)
    if let words = try? ShellWords.split(line) { try quote(words) }
    try goOn(from: line, with: parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : "")
  }

  private static func quote(_ words: [String]) throws(Finding) {
    var quoted: [String] = []
    for word in words {
      // What holds a control character is not offered to be typed.
      guard let typed = ShellWords("").typing(word) else { return }
      quoted.append(typed.isEmpty ? "''" : typed)
    }
    let line = quoted.joined(separator: " ")
    let again = try? ShellWords.split(line)
    try Finding.unless(
      again.map { same($0, words) } ?? false,
      "\(words) was quoted as \(line), which is \(again as Any)"
    )
  }

  private static func goOn(from line: String, with more: String) throws(Finding) {
    let words = ShellWords(line)
    guard let typed = words.typing(more), !(words.last + more).isEmpty else { return }
    let whole = line + typed + words.closing
    // The line may have been none before anything was typed.
    if words.quoting == .none, (try? ShellWords.split(line)) == nil { return }
    if (try? ShellWords.split(line + words.closing)) == nil { return }
    let split = try? ShellWords.split(whole)
    try Finding.unless(
      split.map { same($0, words.before + [words.last + more]) } ?? false,
      "\(whole.debugDescription) is \(split as Any), not \(words.before) and \(words.last + more)"
    )
  }

  /// Byte for byte; as Swift strings, texts are equal too that Unicode takes for the same.
  private static func same(_ words: [String], _ others: [String]) -> Bool {
    words.count == others.count
      && zip(words, others).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
  }
}
