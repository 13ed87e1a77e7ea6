import TestSupport
import Testing

@Suite struct GoldenTests {
  private let directory: TemporaryDirectory
  private let source: String

  init() throws {
    directory = try TemporaryDirectory()
    source = directory.path("Tests/SomeTests/Folder/SourceTests.swift")
    try directory.write("one\ntwo\nthree\n", to: "Tests/SomeTests/Golden/Suite/name.txt")
  }

  private func complaint(
    _ text: String,
    named name: String = "name",
    isRecording: Bool = false
  ) -> String? {
    Golden.complaint(
      about: text,
      named: name,
      in: "Suite",
      filePath: source,
      isRecording: isRecording
    )
  }

  @Test func `the committed text passes, and stays when recording`() {
    #expect(complaint("one\ntwo\nthree\n") == nil)
    #expect(complaint("one\ntwo\nthree\n", isRecording: true) == nil)
    Golden.check("one\ntwo\nthree\n", named: "name", in: "Suite", filePath: source)
  }

  @Test func `another text fails with the lines that differ and the command to record`() throws {
    let text = try #require(complaint("one\n2\nthree"))
    #expect(text.contains(" one\n-two\n+2\n three\n+\\ no newline at the end\n"))
    #expect(text.hasSuffix("RECORD_GOLDEN=1 swift test --filter Suite"))
  }

  @Test func `a missing file fails with the text`() throws {
    let text = try #require(complaint("new\n", named: "other"))
    #expect(text.contains("there is no ") && text.contains("\nnew\n"))
  }

  @Test func `recording writes the file and fails`() throws {
    #expect(complaint("new\n", named: "other", isRecording: true)?.hasPrefix("recorded ") == true)
    #expect(try directory.read("Tests/SomeTests/Golden/Suite/other.txt") == "new\n")
  }
}
