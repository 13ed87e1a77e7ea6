extension Manual {
  /// The page of one command.
  func page(for spec: CommandSpec) -> ManualPage {
    page(spec.pageName, section: 1, summary: spec.summary) { mdoc in
      mdoc.section("Synopsis")
      mdoc.synopsis(of: spec)
      mdoc.section("Description")
      mdoc.prose(Self.opening(of: spec))
      for paragraph in spec.discussion {
        mdoc.macro("Pp")
        mdoc.prose(paragraph)
      }
      mdoc.subsection("Options")
      mdoc.options(spec.options)
      mdoc.macro("Pp")
      mdoc.prose(
        """
        The options of every command are in \(page: "jobctl", section: 1), and so are addresses, durations and the \
        exit statuses.
        """
      )
      mdoc.terms(spec.variables, section: "Environment", macro: "Ev")
      mdoc.terms(spec.files, section: "Files", macro: "Pa")
      if !spec.examples.isEmpty {
        mdoc.section("Examples")
        mdoc.examples(spec.examples)
      }
      mdoc.seeAlso(Self.neighbours(of: spec))
    }
  }

  private static func opening(of spec: CommandSpec) -> Prose {
    let summary = PlainText.capitalized(spec.summary)
    guard !spec.aliases.isEmpty else { return "\(text: summary)." }
    return "\(text: summary). Also called \(literal: PlainText.list(spec.aliases))."
  }

  /// The program's page, those of the commands that the text names, and what all are about.
  private static func neighbours(of spec: CommandSpec) -> [(name: String, section: Int)] {
    let pieces = spec.discussion.flatMap(\.pieces) + spec.options.flatMap(\.help.pieces)
    let commands = pieces.compactMap { piece -> CommandSpec? in
      guard case .command(let line) = piece else { return nil }
      return line.split(separator: " ").first.flatMap { CommandSpec.named(String($0)) }
    }
    let named = Set(commands.filter { $0.hasPage && $0.name != spec.name }.map(\.pageName))
    let pages = pieces.compactMap { piece -> (name: String, section: Int)? in
      guard case .page(let name, let section) = piece else { return nil }
      return (name, section)
    }
    let output =
      spec.options.contains { $0.name == OutputOptions.columns.spec.name }
      ? [(name: "jobctl-output", section: 5)] : []
    return [(name: "jobctl", section: 1), (name: "jobctl-jobs", section: 7)] + output
      + named.map { (name: $0, section: 1) } + pages
  }
}

extension Mdoc {
  mutating func synopsis(of spec: CommandSpec) {
    macro("Nm jobctl")
    macro("Cm \(Self.argument(spec.name))")
    for option in spec.options {
      let names = Self.names(of: option)
      // The letter says it shorter where there is one.
      macro("Op \(names.joined(separator: " | "))")
    }
    operands(spec.operands)
  }

  mutating func operands(_ operands: [Operand]) {
    for operand in operands {
      let name = Self.argument(operand.name)
      switch operand.count {
      case .one: macro("Ar \(name)")
      case .optional: macro("Op Ar \(name)")
      case .oneOrMore: macro("Ar \(name) ...")
      case .any: macro("Op Ar \(name) ...")
      }
    }
  }

  mutating func terms(_ terms: [Term], section: String, macro name: String) {
    guard !terms.isEmpty else { return }
    self.section(section)
    list(terms.map { ("\(name) \(Self.argument($0.name))", $0.text) })
  }
}
