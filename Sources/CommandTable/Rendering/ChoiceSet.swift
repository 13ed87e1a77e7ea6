/// A fixed set of words for the completion scripts, with the places that take it.
struct ChoiceSet {
  let places: [String]
  let choices: [Completion.Choice]

  /// Every set of the table, each once.
  static let all: [ChoiceSet] = {
    let globals = GlobalOptions.specs.map { (place(of: $0, in: nil), choices($0.completion)) }
    let own = CommandSpec.visible.flatMap { spec in
      spec.options.map { (place(of: $0, in: spec), choices($0.completion)) }
        + spec.operands.enumerated().map { index, operand in
          (place(ofOperand: index, in: spec), choices(operand.completion))
        }
    }
    var sets: [ChoiceSet] = []
    for (place, choices) in globals + own where !choices.isEmpty {
      if let index = sets.firstIndex(where: { $0.choices == choices }) {
        sets[index] = ChoiceSet(places: sets[index].places + [place], choices: choices)
      } else {
        sets.append(ChoiceSet(places: [place], choices: choices))
      }
    }
    return sets
  }()

  /// A name for the value of an option, of the global ones where there is no command.
  static func place(of option: OptionSpec, in spec: CommandSpec?) -> String {
    "\(spec?.name ?? "")--\(option.name)"
  }

  static func place(ofOperand index: Int, in spec: CommandSpec) -> String {
    "\(spec.name)-\(index)"
  }

  private static func choices(_ completion: Completion) -> [Completion.Choice] {
    switch completion {
    case .command: CommandSpec.visible.map { .init($0.name, $0.summary) }
    case .choices(let choices), .list(let choices), .choicesOrFile(let choices): choices
    // Those of an address come with the sockets.
    case .none, .file, .address, .program, .serverCommand, .job: []
    }
  }
}
