/// The completion script for fish.
///
/// Commands, options and the words of fixed sets stand in it, each with its description; for ids and
/// sockets it asks `jobctl __complete`.
enum FishCompletion {
  static var script: String {
    frame
      .replacing("@WAITING@", with: waiting)
      .replacing("@ALIASES@", with: aliases)
      .replacing("@CHOICES@", with: choices)
      + CommandSpec.visible.map(command).joined()
      + GlobalOptions.specs.map { option($0, in: nil) }.joined()
      + CommandSpec.visible.map(arguments).joined()
  }

  // MARK: - Tables

  /// Patterns of the options that take a value from the next word.
  private static var waiting: String {
    let globals = GlobalOptions.specs.flatMap { names(of: $0, in: "'*'") }
    let own = CommandSpec.visible.flatMap { spec in
      spec.options.flatMap { names(of: $0, in: spec.name) }
    }
    return (globals + own).joined(separator: " ")
  }

  private static func names(of option: OptionSpec, in command: String) -> [String] {
    guard option.placeholder != nil, !option.isValueOptional else { return [] }
    let names = ["--\(option.name)"] + (option.letter.map { ["-\($0)"] } ?? [])
    return names.map { "\(command):\($0)" }
  }

  private static var aliases: String {
    CommandSpec.visible.filter { !$0.aliases.isEmpty }.map { spec in
      "        case \(spec.aliases.joined(separator: " "))\n            echo \(spec.name)\n"
    }.joined()
  }

  private static var choices: String {
    ChoiceSet.all.map { set in
      let lines = set.choices.map { choice in
        "            printf '%s\\t%s\\n' \(quoted(choice.word)) \(quoted(choice.summary))\n"
      }
      return "        case \(set.places.joined(separator: " "))\n\(lines.joined())"
    }.joined()
  }

  // MARK: - Calls of complete

  private static func command(_ spec: CommandSpec) -> String {
    "complete -c jobctl -n 'not __jobctl_command' -a \(spec.name) -d \(quoted(spec.summary))\n"
  }

  private static func arguments(of spec: CommandSpec) -> String {
    "\n" + operands(of: spec) + spec.options.map { option($0, in: spec) }.joined()
  }

  private static func option(_ option: OptionSpec, in spec: CommandSpec?) -> String {
    let condition = spec.map { " -n '__jobctl_in \($0.name)'" } ?? ""
    let letter = option.letter.map { " -s \($0)" } ?? ""
    let value =
      option.placeholder == nil || option.isValueOptional
      ? "" : " " + self.value(option.completion, ChoiceSet.place(of: option, in: spec))
    return "complete -c jobctl\(condition)\(letter) -l \(option.name)\(value)"
      + " -d \(quoted(option.help.plain))\n"
  }

  private static func value(_ completion: Completion, _ key: String) -> String {
    switch completion {
    case .none, .program: "-x"
    case .file: "-r -F"
    case .address: "-r -F -a '(__jobctl_ask)'"
    case .choicesOrFile: "-r -F -a '(__jobctl_choices \(key))'"
    case .choices, .list, .command, .serverCommand, .job:
      "-x \(self.words(completion, key).replacing("_ask operand", with: "_ask"))"
    }
  }

  private static func operands(of spec: CommandSpec) -> String {
    var lines = ""
    for (index, operand) in spec.operands.enumerated() {
      let key = ChoiceSet.place(ofOperand: index, in: spec)
      let condition =
        operand.takesAnyNumber
        ? "__jobctl_in \(spec.name) \(index)" : "__jobctl_at \(spec.name) \(index)"
      lines += "complete -c jobctl -n '\(condition)' \(words(operand.completion, key))\n"
      // What follows any number, jobctl tells.
      if operand.takesAnyNumber { break }
    }
    return lines
  }

  private static func words(_ completion: Completion, _ key: String) -> String {
    switch completion {
    case .none: ""
    case .file: "-F"
    case .address, .job, .serverCommand: "-a '(__jobctl_ask operand)'"
    case .command, .choices: "-a '(__jobctl_choices \(key))'"
    case .list: "-a '(__jobctl_choices \(key) | __jobctl_list)'"
    case .choicesOrFile: "-F -a '(__jobctl_choices \(key))'"
    case .program: "-a '(__jobctl_program)'"
    }
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
  }
}
