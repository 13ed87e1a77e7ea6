import CommandTable
import Jobs
import Testing

@Suite struct ProseTests {
  @Test func `pieces read as plain text`() {
    let prose: Prose = "See \(command: "list") with \(literal: "-o") \(variable: "FORMAT")."
    #expect(prose.plain == "See 'jobctl list' with -o FORMAT.")
    #expect(
      prose.pieces == [
        .text("See "), .command("list"), .text(" with "), .literal("-o"), .text(" "),
        .variable("FORMAT"), .text("."),
      ]
    )
    #expect(Prose(stringLiteral: "").plain.isEmpty)
  }

  @Test(arguments: CommandSpec.all.map(\.name))
  func `every command and option that a text names exists`(_ name: String) throws {
    let spec = try #require(CommandSpec.named(name))
    try check(
      spec.discussion + spec.options.map(\.help) + GlobalOptions.specs.map(\.help),
      of: spec
    )
  }

  @Test func `so it does where jobs are explained`() throws {
    let statuses = JobStatus.allCases.map(\.explanation)
    try check(statuses + JobType.allCases.map(\.explanation) + [VerbTable.legend], of: nil)
    for verb in JobVerb.allCases {
      let owner = CommandSpec.named(verb.rawValue)
      try check(verb.explanation + [verb.requests].compactMap(\.self), of: owner)
    }
  }

  /// `spec` is the command whose options a text means where it names none.
  private func check(_ texts: [Prose], of spec: CommandSpec?) throws {
    for prose in texts {
      // An option belongs to the command named right before it, or to this one.
      var owner = spec
      for piece in prose.pieces {
        switch piece {
        case .command(let line):
          let word = line.split(separator: " ").first.map(String.init) ?? line
          let named = try #require(CommandSpec.named(word), "there is no 'jobctl \(line)'")
          for option in line.optionWords { #expect(named.takes(option), "in '\(line)'") }
          owner = named
        case .option(let option):
          #expect(owner?.takes(option) == true, "'\(owner?.name ?? "")' has no --\(option)")
        case .text(let text):
          if text != " " { owner = spec }
          for option in text.optionWords { #expect(spec?.takes(option) == true, "in \"\(text)\"") }
        case .literal(let text), .variable(let text), .page(let text, section: _):
          #expect(!text.isEmpty)
        }
      }
    }
  }

  @Test(arguments: CommandSpec.all.map(\.name))
  func `a paragraph is whole sentences without stray blanks`(_ name: String) throws {
    for prose in try #require(CommandSpec.named(name)).discussion {
      let text = prose.plain
      #expect(text.hasSuffix("."))
      #expect(!text.contains("  ") && !text.contains("\n") && !text.hasPrefix(" "))
    }
  }
}

extension CommandSpec {
  fileprivate func takes(_ option: String) -> Bool {
    (options + GlobalOptions.specs).contains { $0.name == option }
  }
}

extension String {
  /// The options that plain text names, without dashes.
  fileprivate var optionWords: [String] {
    split { !($0.isLetter || $0 == "-") }
      .filter { $0.hasPrefix("--") && $0.count > 2 }
      .map { String($0.dropFirst(2)) }
  }
}
