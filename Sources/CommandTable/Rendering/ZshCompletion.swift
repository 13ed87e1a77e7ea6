/// The completion script for zsh.
///
/// Commands, options and the words of fixed sets stand in it, each with its description; for ids and
/// sockets it asks `jobctl __complete`.
enum ZshCompletion {
  static var script: String {
    frame
      .replacing("@COMMANDS@", with: described(commands, indent: 4))
      .replacing("@CHOICES@", with: choices)
      .replacing(
        "@GLOBALS@",
        with: GlobalOptions.specs.map { specification(of: $0, in: nil) }.joined()
      )
      .replacing("@CASES@", with: CommandSpec.visible.map(branch).joined())
  }

  // MARK: - Tables

  private static var commands: [Completion.Choice] {
    CommandSpec.visible.flatMap { spec in
      ([spec.name] + spec.aliases).map { Completion.Choice($0, spec.summary) }
    }
  }

  private static var choices: String {
    ChoiceSet.all.map { set in
      "    \(set.places.joined(separator: " | ")))\n      choices=(\n"
        + "\(described(set.choices, indent: 8))      )\n      ;;\n"
    }.joined()
  }

  private static func described(_ choices: [Completion.Choice], indent: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    return choices.map { choice in
      let word = choice.word.replacing(":", with: "\\:")
      return "\(margin)\(quoted("\(word):\(choice.summary)"))\n"
    }.joined()
  }

  private static func branch(for spec: CommandSpec) -> String {
    let names = ([spec.name] + spec.aliases).joined(separator: " | ")
    let options = spec.options.map { specification(of: $0, in: spec) }.joined()
    return
      "        \(names))\n          specs=(\n\(options)\(operands(of: spec))            $specs\n          )\n          ;;\n"
  }

  // MARK: - Specifications

  /// What `_arguments` takes: an option's names with their exclusions, description and value.
  private static func specification(of option: OptionSpec, in spec: CommandSpec?) -> String {
    let description = "[" + option.help.plain.escaped("[", "]", "\\", ":") + "]"
    let long = "--\(option.name)"
    guard let placeholder = option.placeholder else {
      return line(names(long, option.letter, "", ""), description, isRepeated: false)
    }
    let label = placeholder.escaped(":")
    if option.isValueOptional {
      return line(
        names(long, option.letter, "=-", ""),
        description + "::\(label):",
        isRepeated: false
      )
    }
    let action = action(for: option.completion, label, ChoiceSet.place(of: option, in: spec))
    let isRepeated =
      if case .list = option.completion { true } else { false }
    return line(
      names(long, option.letter, "=", "+"),
      description + ":\(label):\(action)",
      isRepeated: isRepeated
    )
  }

  private static func names(
    _ long: String,
    _ letter: Character?,
    _ longMark: String,
    _ letterMark: String
  ) -> [(name: String, mark: String)] {
    (letter.map { [("-\($0)", letterMark)] } ?? []) + [(long, longMark)]
  }

  private static func line(
    _ names: [(name: String, mark: String)],
    _ rest: String,
    isRepeated: Bool
  ) -> String {
    let others = names.map(\.name).joined(separator: " ")
    let front = isRepeated ? "*" : "(\(others))"
    return names.map { name, mark in
      "            \(quoted(front + name + mark + rest))\n"
    }.joined()
  }

  private static func operands(of spec: CommandSpec) -> String {
    spec.operands.indices.filter { index in
      // What follows any number, jobctl tells.
      !spec.operands[..<index].contains(where: \.takesAnyNumber)
    }.map { operand(at: $0, of: spec) }.joined()
  }

  private static func operand(at index: Int, of spec: CommandSpec) -> String {
    let operand = spec.operands[index]
    let label = operand.name.escaped(":")
    if operand.completion == .program {
      return "            \(quoted("*::\(label):_jobctl_program"))\n"
    }
    let place = ChoiceSet.place(ofOperand: index, in: spec)
    let action = action(for: operand.completion, label, place)
    let position = operand.takesAnyNumber ? "*" : "\(index + 1)"
    return "            \(quoted("\(position):\(label):\(action)"))\n"
  }

  private static func action(for completion: Completion, _ label: String, _ key: String) -> String {
    switch completion {
    case .none, .program: ""
    case .file: "_files"
    case .address: "{_jobctl_addresses}"
    case .command, .choices: "{_jobctl_choices \(key)}"
    case .list: "{_jobctl_list \(key)}"
    case .choicesOrFile: "{_jobctl_choices \(key); _files}"
    case .serverCommand: "{_jobctl_ask command}"
    case .job: "{_jobctl_ask job}"
    }
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.replacing("'", with: "'\\''") + "'"
  }
}

extension String {
  /// With backslashes before some characters.
  fileprivate func escaped(_ characters: Character...) -> String {
    String(flatMap { characters.contains($0) ? ["\\", $0] : [$0] })
  }
}
