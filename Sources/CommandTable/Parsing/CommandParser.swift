/// Makes an ``Invocation`` of a command line, by the command table.
///
/// Options stand before or after operands, global ones also before the command: `--name=value`,
/// `--name value`, `-n value`, `-nvalue`, switches bundled as `-ab`; `--` ends them. A word that
/// begins with a dash and a digit is an operand, since no option is a digit.
package struct CommandParser {
  /// Nil for those of the command line.
  private let commands: [CommandSpec]?
  private let defaults: GlobalOptions

  /// Parses lines of these commands, or else of the command line's; `defaults` stand for global
  /// options that are not given.
  package init(commands: [CommandSpec]? = nil, defaults: GlobalOptions = .standard) {
    self.commands = commands
    self.defaults = defaults
  }

  /// Parses the words behind the program's name.
  package func parse(_ words: [String]) throws(UsageError) -> Invocation {
    var globals = Arguments(of: Self.nothing, globals: GlobalOptions.specs)
    var command: Arguments?
    var rest = words[...]
    var optionsEnded = false
    while let word = rest.popFirst() {
      if !optionsEnded, word == "--" {
        optionsEnded = true
      } else if optionsEnded || !Self.isOption(word) {
        if command == nil {
          command = Arguments(of: try spec(named: word), globals: GlobalOptions.specs)
        } else {
          command?.append(operand: word)
        }
      } else {
        for (option, value) in try options(in: word, followedBy: &rest, of: command?.spec) {
          if option.name == GlobalOptions.help.spec.name {
            let spec = command?.spec ?? self.command(among: rest)
            return Invocation(globals: .standard, action: .help(topic: spec?.name))
          }
          if option.name == GlobalOptions.version.spec.name {
            return Invocation(globals: .standard, action: .version)
          }
          if command?.spec.options.contains(option) == true {
            command?.append(value, to: option)
          } else {
            globals.append(value, to: option)
          }
        }
      }
    }
    guard let command else { throw UsageError("no command given") }
    try checkCount(command)
    return Invocation(
      globals: try GlobalOptions(globals, defaults: defaults),
      action: try command.spec.make(command)
    )
  }

  /// What stands before the command, as a command of its own.
  private static let nothing = CommandSpec(
    name: "",
    group: .other,
    summary: ""
  ) { _ throws(UsageError) in .version }

  /// Whether a word would be taken for options.
  static func isOption(_ word: String) -> Bool {
    guard word.count > 1, word.hasPrefix("-") else { return false }
    return !word.dropFirst().prefix(1).contains { $0.isASCII && $0.isNumber }
  }

  /// The command that a request for help stands in front of: `--help list`.
  private func command(among words: ArraySlice<String>) -> CommandSpec? {
    words.lazy.compactMap(command(named:)).first
  }

  private func command(named name: String) -> CommandSpec? {
    guard let commands else { return .named(name) }
    return commands.first { $0.name == name || $0.aliases.contains(name) }
  }

  private func spec(named name: String) throws(UsageError) -> CommandSpec {
    if let spec = command(named: name) { return spec }
    let offered = (commands ?? CommandSpec.all).filter { !$0.isHidden }
    let names = offered.flatMap { [$0.name] + $0.aliases }
    throw UsageError("unknown command '\(name)'" + Suggestion.clause(for: name, among: names))
  }

  // MARK: - Options

  /// The options that `word` holds, each with its value; one that needs a value may take the next
  /// word.
  private func options(
    in word: String,
    followedBy rest: inout ArraySlice<String>,
    of spec: CommandSpec?
  ) throws(UsageError) -> [(OptionSpec, String)] {
    let known = (spec?.options ?? []) + GlobalOptions.specs
    guard word.hasPrefix("--") else {
      return try letters(word.dropFirst(), known, followedBy: &rest, of: spec)
    }
    let parts = word.dropFirst(2).split(
      separator: "=",
      maxSplits: 1,
      omittingEmptySubsequences: false
    )
    let name = String(parts[0])
    guard let option = known.first(where: { $0.name == name }) else {
      let names = known.map { "--" + $0.name }
      throw UsageError(
        "unknown option '--\(name)'" + Suggestion.clause(for: "--" + name, among: names),
        command: spec?.name
      )
    }
    if option.placeholder == nil {
      guard parts.count == 1 else {
        throw UsageError("--\(name) takes no value", command: spec?.name)
      }
      return [(option, "")]
    }
    if option.isValueOptional { return [(option, parts.count > 1 ? String(parts[1]) : "")] }
    guard let value = parts.count > 1 ? String(parts[1]) : rest.popFirst() else {
      throw missingValue(option, "--\(name)", spec)
    }
    return [(option, value)]
  }

  private func letters(
    _ letters: Substring,
    _ known: [OptionSpec],
    followedBy rest: inout ArraySlice<String>,
    of spec: CommandSpec?
  ) throws(UsageError) -> [(OptionSpec, String)] {
    var found: [(OptionSpec, String)] = []
    var letters = letters
    while let letter = letters.popFirst() {
      guard let option = known.first(where: { $0.letter == letter }) else {
        throw UsageError("unknown option '-\(letter)'", command: spec?.name)
      }
      guard option.placeholder != nil, !option.isValueOptional else {
        found.append((option, ""))
        continue
      }
      guard let value = letters.isEmpty ? rest.popFirst() : String(letters) else {
        throw missingValue(option, "-\(letter)", spec)
      }
      return found + [(option, value)]
    }
    return found
  }

  private func missingValue(
    _ option: OptionSpec,
    _ name: String,
    _ spec: CommandSpec?
  ) -> UsageError {
    UsageError("\(name) needs a value: \(option.placeholder ?? "")", command: spec?.name)
  }

  // MARK: - Operands

  private func checkCount(_ arguments: Arguments) throws(UsageError) {
    let operands = arguments.spec.operands
    let isLimited = operands.allSatisfy { $0.count == .one || $0.count == .optional }
    let needed = operands.filter { $0.count == .one || $0.count == .oneOrMore }
    if isLimited, arguments.operands.count > operands.count {
      throw arguments.problem("unexpected word '\(arguments.operands[operands.count])'")
    }
    if arguments.operands.count < needed.count {
      throw arguments.problem("missing \(needed[arguments.operands.count].name)")
    }
    if !operands.contains(where: \.mayBeEmpty),
      let index = arguments.operands.firstIndex(of: "")
    {
      throw arguments.problem("operand \(index + 1) is empty")
    }
  }
}
