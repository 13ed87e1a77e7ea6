/// Words of a line as a POSIX shell makes them: quotes and backslashes, and comments behind `#`
/// (POSIX.1-2024, XCU 2.2 and 2.3).
///
/// Nothing is expanded: `$`, `~` and patterns stand for themselves. The operators of a shell have no
/// meaning here, and are refused where nothing quotes them.
package struct ShellWords: Hashable, Sendable {
  /// Inside what a place of the line is.
  package enum Quoting: Hashable, Sendable {
    case none
    case single
    case double
    /// Behind a backslash, in double quotes or not.
    case escape(inDouble: Bool)
    case comment
  }

  package enum Mistake: Error, Hashable {
    case unfinished(Quoting)
    case operatorCharacter(Character)
  }

  /// The words that are complete: the line went on behind them.
  private var complete: [String] = []
  /// The last one, as far as it goes; nil between words.
  private var word: String?
  package private(set) var quoting = Quoting.none
  private var firstOperator: Character?

  /// Reads the beginning of a line, or all of it.
  package init(_ text: some StringProtocol) {
    for scalar in text.unicodeScalars { take(scalar) }
  }

  /// The words of a whole line.
  package static func split(_ line: String) throws(Mistake) -> [String] {
    let words = ShellWords(line)
    if let character = words.firstOperator { throw .operatorCharacter(character) }
    switch words.quoting {
    case .none, .comment: return words.complete + (words.word.map { [$0] } ?? [])
    case .single, .double, .escape: throw .unfinished(words.quoting)
    }
  }

  /// The words in front of the one that is being typed at the end.
  package var before: [String] {
    complete
  }

  /// The word that is being typed at the end, without its quotes; empty where a new one may begin.
  package var last: String {
    word ?? ""
  }

  // MARK: - Reading

  private mutating func take(_ scalar: Unicode.Scalar) {
    switch quoting {
    case .none: takeBare(scalar)
    case .single:
      if scalar == "'" { quoting = .none } else { append(scalar) }
    case .double:
      switch scalar {
      case "\"": quoting = .none
      case "\\": quoting = .escape(inDouble: true)
      default: append(scalar)
      }
    case .escape(inDouble: true):
      // Everywhere else in double quotes a backslash is one.
      if !"$`\"\\\n".unicodeScalars.contains(scalar) { append("\\") }
      if scalar != "\n" { append(scalar) }
      quoting = .double
    case .escape(inDouble: false):
      if scalar != "\n" { append(scalar) }
      quoting = .none
    case .comment:
      if scalar == "\n" { quoting = .none }
    }
  }

  private mutating func takeBare(_ scalar: Unicode.Scalar) {
    switch scalar {
    case " ", "\t", "\n", "\r":
      if let word { complete.append(word) }
      word = nil
    case "'", "\"":
      quoting = scalar == "'" ? .single : .double
      word = word ?? ""
    case "\\":
      quoting = .escape(inDouble: false)
    case "#" where word == nil:
      quoting = .comment
    case "|", "&", ";", "<", ">", "(", ")":
      firstOperator = firstOperator ?? Character(scalar)
      append(scalar)
    default:
      append(scalar)
    }
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    if word == nil { word = "" }
    word?.unicodeScalars.append(scalar)
  }
}

extension ShellWords {
  /// `text` as it must be typed at the end to be more of the last word; nil where it cannot.
  ///
  /// A control character, for one, cannot be typed into a line.
  package func typing(_ text: String) -> String? {
    guard !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
      return nil
    }
    switch quoting {
    case .none: return Self.bare(text, isBeginning: word == nil)
    case .single: return Self.inSingleQuotes(text)
    case .double: return Self.escaped(text) { "\"\\$`".unicodeScalars.contains($0) }
    case .escape, .comment: return nil
    }
  }

  /// What ends the quotes that are open.
  package var closing: String {
    switch quoting {
    case .single: "'"
    case .double: "\""
    case .none, .escape, .comment: ""
    }
  }

  private static func inSingleQuotes(_ text: String) -> String {
    String(text.unicodeScalars.replacing("'".unicodeScalars, with: "'\\''".unicodeScalars))
  }

  private static func bare(_ text: String, isBeginning: Bool) -> String {
    let escaped = escaped(text) { " '\"\\|&;<>()".unicodeScalars.contains($0) }
    return isBeginning && text.unicodeScalars.first == "#" ? "\\" + escaped : escaped
  }

  private static func escaped(_ text: String, _ isSpecial: (Unicode.Scalar) -> Bool) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      if isSpecial(scalar) { escaped += "\\" }
      escaped.unicodeScalars.append(scalar)
    }
    return escaped
  }
}

extension ShellWords.Mistake: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unfinished(.single): "the line ends inside single quotes"
    case .unfinished(.double): "the line ends inside double quotes"
    case .unfinished: "the line ends with a backslash"
    case .operatorCharacter(let character):
      "'\(character)' means nothing here: one command a line, without pipes and redirections; "
        + "quote it where it is part of a word"
    }
  }
}
