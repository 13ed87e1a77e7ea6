import CommandTable
import Testing

@Suite struct MdocProseTests {
  static let texts: [(Prose, [String])] = [
    ("One sentence. Another one.", ["One sentence.", "Another one."]),
    ("See \(literal: "list") now.", ["See", ".Cm list", "now."]),
    ("Use \(literal: "-o dot"), or not.", ["Use", ".Cm \"\\-o dot\" ,", "or not."]),
    ("Say (\(variable: "RATE")).", ["Say", ".Ar ( RATE ) ."]),
    ("As \(literal: "a")/\(literal: "b").", ["As", ".Cm a Ns \\&/ Ns Cm b ."]),
    ("Read \(page: "jobctl", section: 1).", ["Read", ".Xr jobctl 1 ."]),
    ("Try \(command: "cancel --force").", ["Try", ".Ql jobctl\\ cancel\\ \\-\\-force ."]),
    (
      "\(literal: "Op"), \(literal: "-"), \(literal: "it's") and \(literal: "\\t").",
      [".Cm \\&Op ,", ".Cm \\&\\- ,", ".Cm it\\(aqs", "and", ".Cm \\et ."]
    ),
    ("A \\ in text; --all too.", ["A \\e in text; \\-\\-all too."]),
    (".hidden and 'quoted'", ["\\&.hidden and 'quoted'"]),
    ("It is\(text: " one") text.", ["It is one text."]),
    ("", []),
  ]

  @Test(arguments: texts.indices)
  func `a text becomes lines of mdoc`(_ index: Int) {
    let (prose, lines) = Self.texts[index]
    #expect(MdocProse(prose).lines == lines)
  }

  @Test func `long sentences are broken between words`() {
    let words = Array(repeating: "words", count: 60).joined(separator: " ")
    let lines = MdocProse("\(text: words).").lines
    #expect(lines.count > 3 && lines.allSatisfy { $0.count <= 80 })
    #expect(lines.joined(separator: " ") == words + ".")
  }
}
