import QMP
import Testing

@Suite struct RequestLexerTests {
  @Test(arguments: [
    ("{}[],:", "{}[],:".bytes.map(RequestLexer.Token.punctuation)),
    (" \t\r\n", []),
    (
      #""" "a" "\"" 'a' '"' '\'' "#,
      ["\"\"", "\"a\"", "\"\\\"\"", "'a'", "'\"'", "'\\''"].map(RequestLexer.Token.string)
    ),
    (
      "0 -0 10 -19 ",
      [.integer("0".bytes), .integer("-0".bytes), .integer("10".bytes), .integer("-19".bytes)]
    ),
    (
      "0.0 -1.50 1e5 1E+5 1.5e-05 ",
      ["0.0", "-1.50", "1e5", "1E+5", "1.5e-05"].map { .fraction($0.bytes) }
    ),
    ("0e5 ", [.integer("0".bytes), .word("e".bytes), .integer("5".bytes)]),
    (
      "true nullx abc1,",
      ["true", "nullx", "abc"].map(RequestLexer.Token.word) + [
        .integer("1".bytes), .punctuation(0x2C),
      ]
    ),
    ("1\"a\"2", [.integer("1".bytes), .string("\"a\"")]),
  ])
  func `tokens end where QEMU's do`(_ text: String, _ tokens: [RequestLexer.Token]) {
    #expect(lex(text.bytes).map(\.token) == tokens)
  }

  @Test(arguments: [
    ("a\nb", [[1, 1], [2, 1]]),
    ("{ \"a\": 12}", [[1, 1], [1, 3], [1, 6], [1, 8], [1, 11]]),
    ("\r\n\t[", [[2, 2]]),
    ("[\n\n]", [[1, 1], [3, 1]]),
    ("'é'[", [[1, 1], [1, 5]]),
  ])
  func `a token's place is where it begins, or a column further when that byte ended another`(
    _ text: String,
    _ places: [[Int]]
  ) {
    #expect(lex((text + " ").bytes).map { [$0.position.line, $0.position.column] } == places)
  }

  @Test(arguments: 0...UInt8.max)
  func `behind an error every byte is skipped or begins anew`(_ byte: UInt8) {
    let tokens = lex("@".bytes + [byte] + "1,".bytes).map(\.token)
    let structure = "{}[],:".bytes
    let end = RequestLexer.Token.punctuation(UInt8(ascii: ","))
    if structure.contains(byte) {
      #expect(tokens == [.stray("@".bytes), .punctuation(byte), .integer("1".bytes), end])
    } else if "\r\n".bytes.contains(byte) {
      #expect(tokens == [.stray("@".bytes), .integer("1".bytes), end])
    } else if byte < 0x20 && byte != UInt8(ascii: "\t") || byte >= 0xFE {
      #expect(tokens == [.stray("@".bytes), .stray([byte]), end])
    } else {
      #expect(tokens == [.stray("@".bytes), end])
    }
  }

  @Test func `a token that never ends is cut off`() {
    let bytes = Array("\"".bytes + [UInt8](repeating: 0x61, count: 100))
    let tokens = lex(bytes + ",".bytes, maximumTokenLength: 64).map(\.token)
    #expect(tokens == [.endless, .word(String(repeating: "a", count: 36)), .punctuation(0x2C)])
  }

  private func lex(
    _ bytes: [UInt8],
    maximumTokenLength: Int = 1_000
  ) -> [(token: RequestLexer.Token, position: RequestLexer.Position)] {
    var lexer = RequestLexer(maximumTokenLength: maximumTokenLength)
    var tokens: [(RequestLexer.Token, RequestLexer.Position)] = []
    for byte in bytes { lexer.feed(byte) { tokens.append(($0, $1)) } }
    return tokens
  }
}

extension RequestLexer.Token {
  fileprivate static func string(_ text: String) -> Self {
    .string(text.bytes)
  }

  fileprivate static func word(_ text: String) -> Self {
    .word(text.bytes)
  }
}
