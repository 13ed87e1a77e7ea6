import Foundation
import TestSupport
import Testing

/// The committed pages in the programs that people read them with.
@Suite struct ManualLintTests {
  static let pages: [String] = {
    let folder = GenerateTests.root + "/man"
    return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }()

  @Test func `there are pages`() {
    #expect(Self.pages.contains("jobctl.1") && Self.pages.count > 10)
  }

  @Test(arguments: pages)
  func `mandoc finds nothing wrong`(_ page: String) throws {
    #expect(try run("mandoc", "-T", "lint", "-W", "warning", page) == .ended(0))
  }

  @Test(arguments: pages)
  func `groff finds nothing wrong`(_ page: String) throws {
    #expect(try run("groff", "-mdoc", "-ww", "-Tutf8", "-z", page) == .ended(0))
  }

  @Test(arguments: pages)
  func `it fits a terminal, and shows no macro`(_ page: String) throws {
    let result = try run("mandoc", "-T", "ascii", "-O", "width=80", page)
    #expect(result.status == 0 && result.error.isEmpty)
    // A letter in bold is that letter twice, with a backspace between.
    let text = result.output.replacing(#/.\u{8}/#, with: "")
    for line in text.split(separator: "\n") {
      #expect(line.count <= 80, "\(line)")
      #expect(line.firstMatch(of: #/\\[&e(]|^ *\.[A-Z][a-z] /#) == nil, "\(line)")
      // Blanks before punctuation come from macros that were misunderstood.
      #expect(line.firstMatch(of: #/[a-z] [.,;](?: |$)/#) == nil, "\(line)")
    }
  }

  private func run(_ name: String, _ words: String...) throws -> CommandResult {
    try CommandRun.run(name, words, directory: GenerateTests.root + "/man")
  }
}
