/// Tells what may stand in a word that is being typed, by the command table.
///
/// It knows no server and no file system: where the answer depends on one, the offer has a slot that
/// the caller fills in. The shells' scripts ask through `jobctl __complete`, the interactive shell
/// asks it itself.
package struct Completer: Sendable {
  private let commands: [CommandSpec]
  private let globals: [OptionSpec]

  /// Completes lines of these commands; an interactive shell has others than a command line.
  package init(
    commands: [CommandSpec] = CommandSpec.visible,
    globals: [OptionSpec] = GlobalOptions.specs
  ) {
    self.commands = commands
    self.globals = globals
  }

  /// What may stand in `word`, the one with the cursor (as far as the cursor), behind `words`, those
  /// before it without the program's name; all without quotes and escapes.
  package func offer(for word: String, after words: [String]) -> CompletionOffer {
    let line = PartialLine(words, commands: commands, globals: globals)
    if let option = line.awaited { return value(word, of: option, written: "", line) }
    if !line.optionsEnded, word.hasPrefix("-") { return option(word, line) }
    guard line.command != nil || line.isLost else { return command(word, line) }
    return operand(word, line)
  }

  private func server(_ line: PartialLine) -> String? {
    line.values[GlobalOptions.socket.spec.name]?.last
  }

  // MARK: - Options

  /// `--na`, `--name=va`, `-n`, `-nva`.
  private func option(_ word: String, _ line: PartialLine) -> CompletionOffer {
    if let equals = word.firstIndex(of: "="), word.hasPrefix("--") {
      let name = word[..<equals].dropFirst(2)
      let end = word.index(after: equals)
      guard let option = line.option(named: name), option.placeholder != nil else {
        return nothing(word, line)
      }
      return value(String(word[end...]), of: option, written: String(word[..<end]), line)
    }
    if word.count > 1, !word.hasPrefix("--") { return letters(word, line) }
    return offer(word, options(line), line, placeholder: "OPTION")
  }

  /// Those that are not there yet, or may be repeated.
  private func options(_ line: PartialLine) -> [CompletionOffer.Candidate] {
    line.options
      .filter { option in
        if case .list = option.completion { return true }
        return line.values[option.name] == nil
      }
      .map { .init("--\($0.name)", $0.help.plain) }
  }

  /// Bundled switches, and perhaps the beginning of a value.
  private func letters(_ word: String, _ line: PartialLine) -> CompletionOffer {
    for index in word.indices.dropFirst() {
      guard let option = line.option(lettered: word[index]) else { return nothing(word, line) }
      guard option.placeholder != nil, !option.isValueOptional else { continue }
      let end = word.index(after: index)
      guard end < word.endIndex else { break }
      return value(String(word[end...]), of: option, written: String(word[..<end]), line)
    }
    // Complete as it is.
    return offer(word, [.init(word)], line, placeholder: "OPTION")
  }

  private func value(
    _ word: String,
    of option: OptionSpec,
    written name: String,
    _ line: PartialLine
  ) -> CompletionOffer {
    var place = Place(option.completion, word, of: name)
    place.placeholder = option.placeholder
    return place.offer(server: server(line))
  }

  // MARK: - Commands and operands

  private func command(_ word: String, _ line: PartialLine) -> CompletionOffer {
    var place = Place(.command, word)
    place.add(commands.map { .init($0.name, $0.summary) })
    place.placeholder = "COMMAND"
    return place.offer(server: server(line))
  }

  private func operand(_ word: String, _ line: PartialLine) -> CompletionOffer {
    guard let command = line.command else { return nothing(word, line) }
    let operands = command.nextOperands(in: line)
    guard let first = operands.first else {
      // Only options can follow.
      return offer(
        word,
        word.isEmpty && !line.optionsEnded ? options(line) : [],
        line,
        placeholder: nil
      )
    }
    var place = Place(first.completion, word, operands: line.operands)
    if first.completion == .command { place.add(commands.map { .init($0.name, $0.summary) }) }
    operands.dropFirst().forEach { place.add($0.completion.choices) }
    place.placeholder = operands.map(\.name).joined(separator: " or ")
    return place.offer(server: server(line))
  }

  // MARK: - Offers

  private func offer(
    _ word: String,
    _ candidates: [CompletionOffer.Candidate],
    _ line: PartialLine,
    placeholder: String?
  ) -> CompletionOffer {
    CompletionOffer(
      option: "",
      lead: "",
      prefix: word,
      candidates: candidates.filter { $0.word.hasPrefix(word) },
      slot: nil,
      placeholder: placeholder,
      server: server(line)
    )
  }

  private func nothing(_ word: String, _ line: PartialLine) -> CompletionOffer {
    offer(word, [], line, placeholder: nil)
  }
}

/// A word of some kind that is being typed.
private struct Place {
  private let option: String
  private var lead = ""
  private var prefix: String
  private var slot: CompletionOffer.Slot?
  private var candidates: [CompletionOffer.Candidate] = []
  var placeholder: String?

  /// `operands` are those of the command so far; `option` is what stands before in the same word.
  init(
    _ completion: Completion,
    _ word: String,
    of option: String = "",
    operands: [String] = []
  ) {
    self.option = option
    self.prefix = word
    switch completion {
    case .none, .command: break
    case .choices(let choices): add(choices)
    case .list(let choices): addList(of: choices)
    case .choicesOrFile(let choices):
      add(choices)
      slot = .files
    case .file: slot = .files
    case .address: addAddresses()
    case .program: slot = .program(line: operands)
    case .serverCommand: slot = .serverCommands
    case .job(let verb): slot = .jobs(JobSlot(verb: verb, taken: Set(operands)))
    }
  }

  mutating func add(_ choices: [Completion.Choice], mayGoOn: Bool = false) {
    candidates += choices.map { .init($0.word, $0.summary, mayGoOn: mayGoOn) }
  }

  /// The last of several words, which is none of those before it.
  private mutating func addList(of choices: [Completion.Choice]) {
    let words = prefix.split(separator: ",", omittingEmptySubsequences: false)
    skip(prefix.count - (words.last?.count ?? 0))
    add(choices.filter { !words.dropLast().contains($0.word[...]) }, mayGoOn: true)
  }

  private mutating func addAddresses() {
    guard !prefix.hasPrefix("tcp:"), !prefix.hasPrefix("fd:") else { return }
    slot = .addresses
    if prefix.hasPrefix("unix:") {
      skip("unix:".count)
    } else {
      add(ServerAddress.forms, mayGoOn: true)
    }
  }

  private mutating func skip(_ count: Int) {
    lead += prefix.prefix(count)
    prefix.removeFirst(count)
  }

  func offer(server: String?) -> CompletionOffer {
    CompletionOffer(
      option: option,
      lead: lead,
      prefix: prefix,
      candidates: candidates.filter { $0.word.hasPrefix(prefix) },
      slot: slot,
      placeholder: placeholder,
      server: server
    )
  }
}

extension CommandSpec {
  /// What the next operand may be: behind one that takes any number, also the one after it.
  fileprivate func nextOperands(in line: PartialLine) -> ArraySlice<Operand> {
    let possible = operands.filter { operand in
      operand.excludingSwitch.map { line.values[$0] == nil } ?? true
    }
    let index = possible.prefix(line.operands.count).prefix { !$0.takesAnyNumber }.count
    guard index < possible.count else { return [] }
    guard possible[index].takesAnyNumber, line.operands.count > index else {
      return possible[index...index]
    }
    return possible[index...].prefix(2)
  }
}
