import JobControl
import Testing

@Suite struct HistoryTextTests {
  @Test func `what is entered can be read again, from an empty file on`() throws {
    var text = HistoryText()
    var file: [UInt8] = []
    let lines = ["list", "show größe", "pause 'a b' \\# ✓", "\ttabs\t"]
    for line in lines { apply(text.enter(line), to: &file) }
    #expect(HistoryText(file)?.lines == lines)
    #expect(text.lines == lines)
  }

  @Test func `a line that is entered goes behind the others`() throws {
    var text = try #require(HistoryText(Self.file("list\n")))
    #expect(text.enter("show a") == .append(Array("show a\n".utf8)))
  }

  @Test(arguments: [
    "list", " pause secret", "", "   ", "\t", "a\u{1B}[2Jb", "a\rb", "a\u{7F}", "\0",
  ])
  func `twice in a row, behind a space, empty or with control characters it is not kept`(
    line: String
  ) throws {
    var text = try #require(HistoryText(Self.file("show a\nlist\n")))
    #expect(text.enter(line) == .none)
    #expect(text.lines == ["show a", "list"])
  }

  @Test func `a line may come back behind another one`() throws {
    var text = try #require(HistoryText(Self.file("list\nshow a\n")))
    #expect(text.enter("list") == .append(Array("list\n".utf8)))
  }

  @Test func `the newest 10,000 are kept`() throws {
    let full = (1...10_000).map { "show job\($0)\n" }.joined()
    var text = try #require(HistoryText(Self.file(full)))
    guard case .replace(let bytes) = text.enter("list") else {
      Issue.record("the file must be written anew")
      return
    }
    let lines = try #require(HistoryText(bytes)).lines
    #expect(lines.count == 10_000)
    #expect([lines.first, lines.last] == ["show job2", "list"])
  }

  @Test func `a write that was cut short costs no other line`() throws {
    var text = try #require(HistoryText(Self.file("list\nshow a")))
    #expect(text.lines == ["list", "show a"])
    #expect(text.enter("is a ready") == .append(Array("\nis a ready\n".utf8)))
    #expect(text.enter("list") == .append(Array("list\n".utf8)))
  }

  @Test(arguments: [
    Array("list\n".utf8), Array("_HiStOrY_V2_\nlist\n".utf8), Array("# jobctl hist".utf8),
    file("list\0\n"), file("a\u{1B}[31mb\n"), file("") + [0xFF, 0x0A], [0x7F, 0x45, 0x4C, 0x46],
  ])
  func `what is foreign or damaged is no history`(bytes: [UInt8]) {
    #expect(HistoryText(bytes) == nil)
  }

  private static func file(_ lines: String) -> [UInt8] {
    Array("# jobctl history, one line each\n\(lines)".utf8)
  }

  private func apply(_ change: HistoryText.Change, to file: inout [UInt8]) {
    switch change {
    case .none: break
    case .append(let bytes): file += bytes
    case .replace(let bytes): file = bytes
    }
  }
}
