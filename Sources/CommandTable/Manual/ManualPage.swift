import Jobs

/// A page of the manual, in mdoc.
package struct ManualPage: Hashable, Sendable {
  package let name: String
  package let section: Int
  package let text: String

  /// Below the root of the source tree: `man/jobctl-list.1`.
  package var path: String {
    "man/\(name).\(section)"
  }
}

/// The whole manual: a page for the program, one for each command that has options, and those about
/// jobs, output and scenarios.
package struct Manual {
  /// Of the program, as `0.1.0`.
  let version: String
  /// Of the program, as "November 22, 2026".
  let date: String
  /// Each exit status with its meaning, in order.
  let exitStatuses: [(status: Int32, summary: String)]

  package init(version: String, date: String, exitStatuses: [(status: Int32, summary: String)]) {
    self.version = version
    self.date = date
    self.exitStatuses = exitStatuses
  }

  package var pages: [ManualPage] {
    [overview] + CommandSpec.visible.filter(\.hasPage).map(page)
      + [outputPage, scenarioPage, jobsPage]
  }

  func page(_ name: String, section: Int, summary: String, body: (inout Mdoc) -> Void) -> ManualPage
  {
    var mdoc = Mdoc(name, section: section, summary: summary, date: date)
    body(&mdoc)
    return ManualPage(name: name, section: section, text: mdoc.text)
  }
}

extension CommandSpec {
  /// Whether its own page tells about it; otherwise that of the program does.
  package var hasPage: Bool {
    !options.isEmpty
  }

  package var pageName: String {
    "jobctl-\(name)"
  }
}

extension Mdoc {
  /// Options with what they mean, and the words that their values may be.
  mutating func options(_ options: [OptionSpec]) {
    macro("Bl -tag -width Ds")
    for option in options {
      macro("It \(Self.names(of: option).joined(separator: " , "))")
      prose(option.help)
      choices(option.completion.choices)
    }
    macro("El")
  }

  private mutating func choices(_ choices: [Completion.Choice]) {
    // Statuses, types and fields have pages of their own.
    let documented = Set(
      JobStatus.allCases.map(\.choice) + JobType.allCases.map(\.choice)
        + JobField.allCases.map(\.choice)
    )
    guard let longest = choices.map(\.word).max(by: { $0.count < $1.count }),
      !documented.isSuperset(of: choices)
    else { return }
    macro("Pp")
    macro("Bl -tag -width \"\(longest)XX\" -compact")
    for choice in choices {
      macro("It Cm \(Self.argument(choice.word))")
      prose(Prose(stringLiteral: choice.summary))
    }
    macro("El")
  }

  /// `Fl o Ar FORMAT` and `Fl -output Ns = Ns Ar FORMAT`.
  static func names(of option: OptionSpec) -> [String] {
    let letter = option.letter.map { "Fl \($0)" }
    let long = "Fl \\-\(literal(option.name))"
    guard let placeholder = option.placeholder else { return [letter, long].compactMap(\.self) }
    let value = argument(placeholder)
    if option.isValueOptional { return ["\(long) Ns Oo = Ns Ar \(value) Oc"] }
    return [letter.map { "\($0) Ar \(value)" }, "\(long) Ns = Ns Ar \(value)"].compactMap(\.self)
  }

  /// The pages that a reader may want next, in the order that mdoc asks for.
  mutating func seeAlso(_ pages: [(name: String, section: Int)]) {
    section("See also")
    let sorted = pages.sorted { ($0.section, $0.name) < ($1.section, $1.name) }
    for (index, page) in sorted.enumerated() {
      macro("Xr \(page.name) \(page.section)\(index + 1 < sorted.count ? " ," : "")")
    }
  }
}
