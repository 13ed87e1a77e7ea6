import CommandTable
import JobControl
import POSIX
import Testing

@Suite struct CandidateListTests {
  init() {
    Text.useUTF8()
  }

  @Test func `few are shown with what they are`() {
    let candidates: [CompletionOffer.Candidate] = [
      .init("a", "the first"), .init("日本", "the second, which is longer than the screen"),
      .init("c"),
    ]
    let list = CandidateList(candidates, rows: 24, columns: 20)
    #expect(list.lines == ["a     the first", "日本  the second, w…", "c     "])
  }

  @Test func `words that say all are put side by side`() {
    let list = CandidateList(["a", "bb", "ccc", "d", "e"].map { .init($0) }, rows: 5, columns: 12)
    #expect(list.lines == ["a    d", "bb   e", "ccc"])
  }

  @Test func `more than a screen holds are cut, and the rest is counted`() {
    let words = (100..<1000).map { CompletionOffer.Candidate("job\($0)", "running") }
    let list = CandidateList(words, rows: 8, columns: 20)
    #expect(
      list.lines == [
        "job100  job104", "job101  job105", "job102  job106", "job103  job107", "(892 more)",
      ]
    )
  }

  @Test func `a word that is wider than the screen is cut`() {
    let list = CandidateList([.init("abcdefgh"), .init("b")], rows: 24, columns: 5)
    #expect(list.lines == ["abcd…", "b"])
  }

  @Test func `control characters are made visible`() {
    let list = CandidateList([.init("a\u{1B}[2J", "x\ny"), .init("b", "z")], rows: 24, columns: 80)
    #expect(list.lines == ["a\\x1b[2J  x\\ny", "b         z"])
  }
}
