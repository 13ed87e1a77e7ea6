import CommandTable
import TestSupport
import Testing

@Suite struct HelpPageTests {
  @Test func `the overview`() {
    Golden.check(HelpPage.overview, named: "overview", in: "HelpPageTests")
  }

  @Test(arguments: CommandSpec.visible.map(\.name))
  func `a page for each command`(_ name: String) throws {
    let page = HelpPage.page(for: try #require(CommandSpec.named(name)))
    Golden.check(page, named: name, in: "HelpPageTests")
  }

  @Test func `the overview names every command`() {
    for spec in CommandSpec.visible {
      #expect(HelpPage.overview.contains("  \(spec.name) "))
      #expect(HelpPage.overview.contains(spec.summary))
    }
  }

  @Test(arguments: [HelpPage.overview] + CommandSpec.visible.map(HelpPage.page))
  func `no line is wider than 80 columns or ends in a blank`(_ page: String) {
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      #expect(line.count <= 80)
      #expect(line.last != " ")
    }
    #expect(page.hasSuffix("\n") && !page.hasSuffix("\n\n"))
    #expect(!page.contains("\n\n\n"))
  }
}
