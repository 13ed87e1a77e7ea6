import Foundation
import TestSupport
import Testing

/// What the README promises.
@Suite struct ReadmeTests {
  private static let text = String(
    decoding: FileManager.default.contents(atPath: GenerateTests.root + "/README.md") ?? Data(),
    as: UTF8.self
  )

  /// The lines of the console blocks of a section.
  private static func console(_ section: String) throws -> [String] {
    let start = try #require(text.firstRange(of: "\n## \(section)\n")).upperBound
    let rest = text[start...]
    let body = rest[..<(rest.firstRange(of: "\n## ")?.lowerBound ?? rest.endIndex)]
    return body.split(separator: "```console\n").dropFirst().flatMap { block in
      (block.split(separator: "```").first ?? "").split(separator: "\n").map(String.init)
    }
  }

  /// Every line is typed in order into a shell on the sandbox; what the README shows must come.
  @Test(arguments: CompletingShell.allCases)
  func `the first minute works as written`(_ shell: CompletingShell) throws {
    let lines = try Self.console("First minute")
    let first = try #require(lines.first)
    #expect(first.hasPrefix("$ jobctl sandbox ") && first.hasSuffix(" -- $SHELL"))
    #expect(lines.last == "$ exit")
    let commands = lines.filter { $0.hasPrefix("$ ") }.map { String($0.dropFirst(2)) }
    let shown = lines.filter { !$0.hasPrefix("$ ") }
    #expect(commands.count > 10 && shown.count >= 3)

    let folder = try TemporaryDirectory()
    let typed = commands.dropFirst().map { "echo '\($0)'\n\($0) || exit 99\n" }.joined()
    let script = try folder.write(typed, to: "typed")
    let words = commands[0].split(separator: " ").dropFirst().dropLast().map(String.init)
    let result = try CommandRun.run(
      Jobctl.path,
      words + [shell.rawValue, script],
      environment: [
        "HOME": folder.path,
        "PATH":
          "\(BuiltProducts.directory):\(ProcessInfo.processInfo.environment["PATH"] ?? "")",
      ],
      timeout: .seconds(60)
    )
    #expect(result.status == 0 && result.error.isEmpty, "\(result)")
    // What is shown follows its command at once.
    for (index, line) in lines.enumerated() where !line.hasPrefix("$ ") {
      let before =
        lines[index - 1].hasPrefix("$ ") ? String(lines[index - 1].dropFirst(2)) : lines[index - 1]
      #expect(result.output.contains("\(before)\n\(line)\n"), "\(line)")
    }
  }

  @Test func `the scenario can be played`() throws {
    let json = try #require(
      Self.text.split(separator: "```json\n").last?.split(separator: "```").first
    )
    let folder = try TemporaryDirectory()
    let file = try folder.write(String(json), to: "scenario.json")
    #expect(try Jobctl.run("sandbox", "--scenario", file, "--", "true") == .ended(0))
  }

  @Test func `the exit statuses are those of the manual`() throws {
    let page = try String(contentsOfFile: GenerateTests.root + "/man/jobctl.1", encoding: .utf8)
    let rows = Self.text.matches(of: #/\n\| (\d+) \| ([^\n]*) \|/#).map { row in
      (String(row.1), row.2.replacing("`", with: ""))
    }
    #expect(rows.count == 12)
    for (status, meaning) in rows {
      let item = try #require(page.firstRange(of: "\n.It \(status)\n")).upperBound
      let end = try #require(page[item...].firstRange(of: "\n.")).lowerBound
      let told = page[item..<end].replacing("\n", with: " ").replacing("\\-", with: "-")
      #expect(told.lowercased() == meaning.lowercased() + ".")
    }
  }

  @Test func `every target that it names is one of the Makefile's`() throws {
    let makefile = try String(contentsOfFile: GenerateTests.root + "/Makefile", encoding: .utf8)
    let targets = Set(Self.text.matches(of: #/(?:^|`|\n)make ([a-z-]+)/#).map { String($0.1) })
    #expect(targets.count > 5)
    for target in targets { #expect(makefile.contains("\n\(target):"), "\(target)") }
  }
}
