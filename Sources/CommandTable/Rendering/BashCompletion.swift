/// The completion script for bash.
///
/// Commands, options and the words of fixed sets stand in it; for ids and sockets it asks
/// `jobctl __complete`. It needs nothing but bash, and takes over from bash-completion where a
/// program's own words are to be completed.
enum BashCompletion {
  static var script: String {
    frame
      .replacing("@COMMANDS@", with: words(CommandSpec.visible.map(\.name)))
      .replacing("@ALIASES@", with: aliases)
      .replacing("@OPTIONS@", with: options)
      .replacing("@VALUES@", with: values)
      .replacing("@OPERANDS@", with: operands)
  }

  // MARK: - Tables

  private static var aliases: String {
    CommandSpec.visible.filter { !$0.aliases.isEmpty }.map { spec in
      "    \(spec.aliases.joined(separator: " | "))) command=\(spec.name) ;;\n"
    }.joined()
  }

  private static var options: String {
    let cases = CommandSpec.visible.filter { !$0.options.isEmpty }.map { spec in
      "    \(spec.name)) choices=(\(names(spec.options))) ;;\n"
    }
    return "  case $1 in\n\(cases.joined())  esac\n  choices+=(\(names(GlobalOptions.specs)))\n"
  }

  private static func names(_ options: [OptionSpec]) -> String {
    words(options.map { "--" + $0.name })
  }

  private static var values: String {
    let globals = GlobalOptions.specs.compactMap { value(of: $0, in: "*") }
    let own = CommandSpec.visible.flatMap { spec in
      spec.options.compactMap { value(of: $0, in: spec.name) }
    }
    return (globals + own).joined()
  }

  /// A branch for an option that takes a value in the same word or in the next.
  private static func value(of option: OptionSpec, in command: String) -> String? {
    guard option.placeholder != nil, !option.isValueOptional else { return nil }
    let names = ["--\(option.name)"] + (option.letter.map { ["-\($0)"] } ?? [])
    let patterns = names.map { "\(command):\($0)" }.joined(separator: " | ")
    return "  \(patterns)) \(place(option.completion)) ;;\n"
  }

  private static var operands: String {
    CommandSpec.visible.filter { !$0.operands.isEmpty }.map { spec in
      var branches = spec.operands.prefix { !$0.takesAnyNumber }.enumerated().map {
        index,
        operand in
        "  \(spec.name):\(index)) \(place(operand.completion)) ;;\n"
      }
      // Where any number is followed by something else, jobctl knows which it may be.
      if let rest = spec.operands.first(where: \.takesAnyNumber) {
        branches.append("  \(spec.name):*) \(place(rest.completion)) ;;\n")
      }
      return branches.joined()
    }.joined()
  }

  private static func place(_ completion: Completion) -> String {
    let choices = words(completion.choices.map(\.word))
    return switch completion {
    case .none: "kind='none'"
    case .file: "kind='file'"
    case .address: "kind='address'"
    case .command: "kind='choices' choices=(\"${_jobctl_commands[@]}\")"
    case .choices: "kind='choices' choices=(\(choices))"
    case .list: "kind='list' choices=(\(choices))"
    case .choicesOrFile: "kind='file' choices=(\(choices))"
    case .program: "kind='program'"
    case .serverCommand, .job: "kind='ask'"
    }
  }

  private static func words(_ words: [String]) -> String {
    words.joined(separator: " ")
  }
}
