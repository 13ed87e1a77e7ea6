/// The words in front of one that is being typed, sorted as the parser would, wrong ones forgiven.
struct PartialLine {
  private let commands: [CommandSpec]
  private let globals: [OptionSpec]

  private(set) var command: CommandSpec?
  /// Whether the word for the command is none: nobody knows what may follow.
  private(set) var isLost = false
  private(set) var operands: [String] = []
  /// By option name, in the order typed; a switch has empty values.
  private(set) var values: [String: [String]] = [:]
  /// The option whose value comes next.
  private(set) var awaited: OptionSpec?
  private(set) var optionsEnded = false

  init(_ words: [String], commands: [CommandSpec], globals: [OptionSpec]) {
    self.commands = commands
    self.globals = globals
    words.forEach { append($0) }
  }

  /// What may be given here.
  var options: [OptionSpec] {
    (command?.options ?? []) + globals
  }

  func option(named name: Substring) -> OptionSpec? {
    options.first { $0.name == name }
  }

  func option(lettered letter: Character) -> OptionSpec? {
    options.first { $0.letter == letter }
  }

  private mutating func append(_ word: String) {
    if let option = awaited {
      values[option.name, default: []].append(word)
      awaited = nil
    } else if !optionsEnded, word == "--" {
      optionsEnded = true
    } else if optionsEnded || !CommandParser.isOption(word) {
      append(operand: word)
    } else if word.hasPrefix("--") {
      append(long: word.dropFirst(2))
    } else {
      append(letters: word.dropFirst())
    }
  }

  private mutating func append(operand: String) {
    guard command == nil, !isLost else {
      operands.append(operand)
      return
    }
    command = commands.first { $0.name == operand || $0.aliases.contains(operand) }
    isLost = command == nil
  }

  private mutating func append(long word: Substring) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard let option = option(named: parts[0]) else { return }
    if parts.count > 1 || option.placeholder == nil || option.isValueOptional {
      values[option.name, default: []].append(parts.count > 1 ? String(parts[1]) : "")
    } else {
      awaited = option
    }
  }

  private mutating func append(letters: Substring) {
    var letters = letters
    while let letter = letters.popFirst() {
      guard let option = option(lettered: letter) else { return }
      guard option.placeholder != nil, !option.isValueOptional else {
        values[option.name, default: []].append("")
        continue
      }
      if letters.isEmpty {
        awaited = option
      } else {
        values[option.name, default: []].append(String(letters))
      }
      return
    }
  }
}
