import LineEditing
import Testing

@Suite struct UTF8AssemblerTests {
  @Test(arguments: ["mirror0", "größe", "日本", "😀", "a\u{301}", "\u{10FFFF}\u{800}\u{7FF}"])
  func `characters come out as they went in, byte by byte`(text: String) {
    #expect(assembled(Array(text.utf8)) == text)
  }

  @Test func `a character is there with its last byte`() {
    var assembler = UTF8Assembler()
    #expect(assembler.append(0xE6) == [])
    #expect(assembler.append(0x97) == [])
    #expect(assembler.append(0xA5) == ["日"])
  }

  @Test(
    arguments: [
      ([0xFF], "\u{FFFD}"),
      ([0x80, 0x61], "\u{FFFD}a"),
      // Broken off by a letter, by another character's beginning, and by a byte that begins none.
      ([0xC3, 0x61], "\u{FFFD}a"),
      ([0xE6, 0x97, 0xC3, 0xB6], "\u{FFFD}ö"),
      ([0xC3, 0xFF], "\u{FFFD}\u{FFFD}"),
      // Overlong, a surrogate, and beyond the last character.
      ([0xC0, 0xAF], "\u{FFFD}\u{FFFD}"),
      ([0xE0, 0x80, 0xAF], "\u{FFFD}\u{FFFD}\u{FFFD}"),
      ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"),
      ([0xF4, 0x90, 0x80, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
    ] as [([UInt8], String)]
  )
  func `what is not UTF-8 is replaced and harms nothing behind it`(bytes: [UInt8], text: String) {
    #expect(assembled(bytes) == text)
  }

  @Test func `what Swift takes for UTF-8 is UTF-8 here`() {
    for first in UInt8.min ... .max {
      for second in UInt8.min ... .max {
        let bytes = [first, second, 0x80, 0x80, 0x61]
        #expect(assembled(bytes).hasSuffix("a"))
        if let text = String(validating: bytes, as: UTF8.self) { #expect(assembled(bytes) == text) }
      }
    }
  }

  private func assembled(_ bytes: [UInt8]) -> String {
    var assembler = UTF8Assembler()
    var text = ""
    for byte in bytes { text.unicodeScalars.append(contentsOf: assembler.append(byte)) }
    return text
  }
}
