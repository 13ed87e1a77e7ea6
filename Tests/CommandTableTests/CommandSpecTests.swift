import CommandTable
import Testing

@Suite struct CommandSpecTests {
  private static let specs = CommandSpec.visible
  private static let names = specs.map(\.name)

  @Test func `names and aliases are unique words`() {
    let words = Self.specs.flatMap { [$0.name] + $0.aliases }
    #expect(Set(words).count == words.count)
    #expect(words.allSatisfy { $0.isOptionWord })
  }

  @Test(arguments: names)
  func `a command is found by its name and its aliases`(_ name: String) throws {
    let spec = try #require(CommandSpec.named(name))
    #expect(spec.name == name)
    #expect(spec.aliases.allSatisfy { CommandSpec.named($0)?.name == name })
  }

  @Test(arguments: names)
  func `a summary is one short sentence without its full stop`(_ name: String) throws {
    let summary = try #require(CommandSpec.named(name)).summary
    #expect(summary.count < 60)
    #expect(summary.first?.isLowercase == true)
    #expect(!summary.contains(".") && !summary.contains("\n"))
  }

  @Test(arguments: names)
  func `long names and letters are unique among those of the command and the globals`(
    _ name: String
  ) throws {
    let options = try #require(CommandSpec.named(name)).options + GlobalOptions.specs
    #expect(Set(options.map(\.name)).count == options.count)
    let letters = options.compactMap(\.letter)
    #expect(Set(letters).count == letters.count)
    // A dash and a digit begin an operand.
    #expect(letters.allSatisfy { $0.isASCII && $0.isLetter })
  }

  @Test(arguments: options)
  func `an option's name is a word, and its help a sentence`(_ option: OptionSpec) {
    #expect(option.name.isOptionWord)
    let help = option.help.plain
    #expect(help.hasSuffix(".") && help.first?.isUppercase == true)
    #expect(!help.contains("\n"))
  }

  @Test(arguments: options)
  func `an option with a value says what for, and a switch completes nothing`(
    _ option: OptionSpec
  ) {
    if let placeholder = option.placeholder {
      #expect(!placeholder.isEmpty && placeholder == placeholder.uppercased())
    } else {
      #expect(option.completion == .none)
    }
  }

  @Test(arguments: options)
  func `choices are words with a clause each`(_ option: OptionSpec) {
    let choices = option.completion.choices
    guard !choices.isEmpty else { return }
    #expect(Set(choices.map(\.word)).count == choices.count)
    for choice in choices {
      #expect(choice.word.isOptionWord)
      #expect(!choice.summary.isEmpty && !choice.summary.hasSuffix("."))
    }
  }

  @Test(arguments: names)
  func `at most one operand takes what is left`(_ name: String) throws {
    let counts = try #require(CommandSpec.named(name)).operands.map(\.count)
    #expect(counts.filter { $0 == .any || $0 == .oneOrMore }.count <= 1)
  }

  @Test(arguments: specs.flatMap { spec in spec.examples.map(\.line) })
  func `every example is a command line that works`(_ line: String) throws {
    #expect(CommandLine(line).complaint == nil)
  }

  @Test(arguments: specs.flatMap { spec in spec.examples.map { (spec.name, $0.line, $0.purpose) } })
  func `an example shows its own command, and its purpose is a clause`(
    _ name: String,
    _ line: String,
    _ purpose: String
  ) {
    #expect(CommandLine(line).words.first == name)
    #expect(!purpose.isEmpty && !purpose.hasSuffix(".") && purpose.first?.isUppercase == false)
  }

  @Test(arguments: specs.flatMap { spec in spec.options.map { (spec.name, $0) } })
  func `every option of a command can be given, and is read`(
    _ name: String,
    _ option: OptionSpec
  ) throws {
    let spec = try #require(CommandSpec.named(name))
    let plain = Self.words(for: spec)
    let given = plain + Self.words(for: option)
    // A handle that the command does not list would trap in here.
    let invocations = [
      try CommandParser().parse(option.name == "all" ? [name, "x*"] + plain.dropFirst(2) : plain),
      try CommandParser().parse(option.name == "all" ? given.filter { $0 != "x*" } : given),
    ]
    #expect(invocations[0].action != invocations[1].action)
    #expect(invocations[0].globals == invocations[1].globals)
  }

  // MARK: - Words that fit

  static var options: [OptionSpec] {
    Set(specs.flatMap(\.options) + GlobalOptions.specs).sorted { $0.name < $1.name }
  }

  /// The command with operands, patterns where it takes them.
  private static func words(for spec: CommandSpec) -> [String] {
    let fitting = [
      "RATE": "1M", "KEY=VALUE|JSON": "x=1", "ID": "x", "STATUS,...": "ready", "SHELL": "zsh",
    ]
    let operands = spec.operands.filter { $0.count != .optional }
    return [spec.name] + operands.map { fitting[$0.name] ?? "x*" }
  }

  private static func words(for option: OptionSpec) -> [String] {
    guard let placeholder = option.placeholder else { return ["--" + option.name] }
    guard let choice = option.completion.choices.last else {
      let fitting = ["N": "2", "VERSION": "7.2"]
      return ["--" + option.name, fitting[placeholder] ?? "5s"]
    }
    return ["--" + option.name, choice.word]
  }
}

extension String {
  /// Small letters, and dashes between them.
  fileprivate var isOptionWord: Bool {
    !isEmpty && !hasPrefix("-") && !hasSuffix("-")
      && allSatisfy { ($0.isASCII && $0.isLowercase) || $0 == "-" }
  }
}
