import CommandTable
import Jobs
import Simulator
import Testing

@Suite struct ManualTests {
  private static let manual = Manual(
    version: "1.2.3",
    date: "November 22, 2026",
    exitStatuses: [(0, "done"), (4, "another status")]
  )
  private static let pages = manual.pages
  private static let names = pages.map { "\($0.name).\($0.section)" }

  private static func page(_ name: String) throws -> ManualPage {
    try #require(pages.first { $0.name == name })
  }

  // MARK: - What is there

  @Test func `no two pages have a name`() {
    #expect(Set(Self.names).count == Self.names.count)
    #expect(Self.names.contains("jobctl.1"))
  }

  @Test(arguments: CommandSpec.visible.map(\.name))
  func `every command is in the program's page, and has its own or is told there`(
    _ name: String
  ) throws {
    let spec = try #require(CommandSpec.named(name))
    let overview = try Self.page("jobctl").text
    #expect(overview.contains("\n.It Cm \(name.typed)"))
    #expect(overview.contains("\n.Xr \(spec.pageName) 1 ") == spec.hasPage)
    #expect(Self.pages.contains { $0.name == spec.pageName } == spec.hasPage)
  }

  @Test(arguments: CommandSpec.visible.filter(\.hasPage).map(\.name))
  func `every option of a command is on its page`(_ name: String) throws {
    let spec = try #require(CommandSpec.named(name))
    let text = try Self.page(spec.pageName).text
    for option in spec.options { Self.expect(option, in: text) }
    for example in spec.examples { #expect(text.contains("\njobctl \(example.line.typed)\n")) }
    for alias in spec.aliases { #expect(text.contains("\n.Cm \(alias)")) }
  }

  @Test func `every option of all commands is in the program's page`() throws {
    let text = try Self.page("jobctl").text
    for option in GlobalOptions.specs { Self.expect(option, in: text) }
    for variable in GlobalOptions.variables { #expect(text.contains("\n.It Ev \(variable.name)")) }
  }

  private static func expect(_ option: OptionSpec, in text: String) {
    let long = "Fl \\-\(option.name.typed)"
    let items = text.split(separator: "\n").filter { $0.hasPrefix(".It ") }
    let item = items.first { $0.hasSuffix(long) || $0.contains("\(long) Ns ") }
    #expect(item != nil, "\(option.name)")
    if let letter = option.letter { #expect(item?.contains("Fl \(letter) ") == true) }
    if let placeholder = option.placeholder {
      let word = item?.replacing("\\&", with: "").contains("Ar \(placeholder)")
      #expect(word == true)
    }
  }

  @Test func `every exit status has its meaning`() throws {
    let text = try Self.page("jobctl").text
    #expect(text.contains("\n.It 0\nDone.\n.It 4\nAnother status.\n.It 130, 143\n"))
  }

  @Test func `no word of a heading is taken for a macro`() throws {
    #expect(try Self.page("jobctl").text.contains("\n.Ss \\&In the shell\n"))
  }

  @Test func `every status, verb and type is told`() throws {
    let text = try Self.page("jobctl-jobs").text
    for status in JobStatus.allCases { #expect(text.contains("\n.It Cm \(status.rawValue)\n")) }
    for type in JobType.allCases { #expect(text.contains("\n.It Cm \(type.rawValue.typed)\n")) }
    for verb in JobVerb.allCases { #expect(text.contains("\n.Ss \(verb.rawValue.typed): ")) }
    for row in VerbTable.rows { #expect(text.contains("\n.It \(row[0]) Ta ")) }
  }

  @Test func `every field of the record is told`() throws {
    let text = try Self.page("jobctl-output").text
    for field in JobField.allCases { #expect(text.contains("\n.It Cm \(field.rawValue.typed)\n(")) }
    for format in OutputOptions.Format.allCases {
      #expect(text.contains("\n.It Cm \(format.rawValue)\n"))
    }
  }

  // MARK: - Scenarios

  @Test func `the scenario that is shown can be played`() throws {
    let text = Manual.scenario.joined(separator: "\n")
    let scenario = try ScenarioReader.read(Array(text.utf8).span)
    #expect(scenario.disks.map(\.name) == ["disk0", "copy0"])
    let page = try Self.page("jobctl-scenario").text
    for line in Manual.scenario { #expect(page.contains("\n\(line.typed)\n")) }
  }

  /// An object of a scenario with a field that none knows, and where it stands.
  @Test(arguments: [
    ("", "{\"x\": 1}"),
    ("disks[].", "{\"disks\": [{\"x\": 1}]}"),
    (
      "disks[].faults[].", "{\"disks\": [{\"name\": \"a\", \"size\": 1, \"faults\": [{\"x\": 1}]}]}"
    ),
    ("steps[].", "{\"disks\": [{\"name\": \"a\", \"size\": 1}], \"steps\": [{\"x\": 1}]}"),
  ])
  func `the fields that are told are those that are read`(_ place: String, _ json: String) throws {
    let error = try #require(throws: ScenarioError.self) {
      try ScenarioReader.read(Array(json.utf8).span)
    }
    let known = try #require(error.reason.firstRange(of: "there are "))
    let names = error.reason[known.upperBound...].split(separator: ", ").map(String.init)
    let told = ScenarioField.all.map(\.path).filter { path in
      path.hasPrefix(place) && !path.dropFirst(place.count).contains(".")
    }.map { String($0.dropFirst(place.count)) }
    #expect(Set(told) == Set(names))
  }

  // MARK: - Form

  @Test(arguments: names)
  func `every page that a page refers to is there`(_ name: String) throws {
    let page = try #require(Self.pages.first { "\($0.name).\($0.section)" == name })
    let references = page.text.split(separator: "\n").filter { $0.hasPrefix(".Xr ") }
    #expect(!references.isEmpty)
    for reference in references {
      let words = reference.split(separator: " ")
      let other = "\(words[1]).\(words[2])"
      #expect(Self.names.contains(other) || other == "qemu-storage-daemon.1", "\(other)")
      #expect(other != name)
    }
  }

  @Test(arguments: names)
  func `every line of jobctl's on a page is one that it takes`(_ name: String) throws {
    let page = try #require(Self.pages.first { "\($0.name).\($0.section)" == name })
    var isDisplayed = false
    for line in page.text.split(separator: "\n") {
      if line.hasPrefix(".Bd ") { isDisplayed = true }
      if line == ".Ed" { isDisplayed = false }
      guard isDisplayed, line.hasPrefix("jobctl ") else { continue }
      let plain = String(line).untyped.dropFirst("jobctl ".count)
      #expect(CommandLine(String(plain)).complaint == nil, "\(plain)")
    }
  }

  @Test(arguments: names)
  func `a page begins as pages do, and says which program wrote it`(_ name: String) throws {
    let page = try #require(Self.pages.first { "\($0.name).\($0.section)" == name })
    #expect(
      page.text.hasPrefix(
        """
        .\\" Generated by 'jobctl generate'; do not edit.
        .Dd November 22, 2026
        .Dt \(page.name.uppercased()) \(page.section)
        .Os
        .Sh NAME
        .Nm \(page.name)
        .Nd \

        """
      )
    )
    #expect(page.text.hasSuffix("\n") && !page.text.contains("\n\n"))
    #expect(page.path == "man/\(page.name).\(page.section)")
  }
}

extension String {
  /// As it stands in a page where it is to be typed.
  fileprivate var typed: String {
    replacing("\\", with: "\\e").replacing("-", with: "\\-").replacing("'", with: "\\(aq")
      .replacing("\"", with: "\\(dq")
  }

  fileprivate var untyped: String {
    replacing("\\-", with: "-").replacing("\\(aq", with: "'").replacing("\\(dq", with: "\"")
      .replacing("\\e", with: "\\")
  }
}
