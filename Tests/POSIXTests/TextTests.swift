import Glibc
import POSIX
import Testing

@Suite struct TextTests {
  @Test(arguments: [
    ("a", 1), ("ä", 1), ("a\u{308}", 1), ("日", 2), ("😀", 2), ("\u{200B}", 0), ("\u{1B}", 0),
  ])
  func `how wide a character is`(character: Character, width: Int) {
    // As Text.useUTF8 does, for this thread alone.
    let locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nil)
    let previous = uselocale(locale)
    defer {
      uselocale(previous)
      freelocale(locale)
    }
    #expect(Text.width(of: character) == width)
  }

  @Test(arguments: [
    ("a", "*", true), ("", "*", true), ("disk0", "disk?", true), ("disk10", "disk?", false),
    ("disk1", "disk[0-2]", true), ("disk3", "disk[0-2]", false), ("disk3", "disk[!0-2]", true),
    (".a", "*", true), ("a/b", "a*b", true), ("A", "a", false), ("a*", #"a\*"#, true),
    ("ab", #"a\*"#, false),
  ])
  func `whether a name matches a pattern`(name: String, pattern: String, matches: Bool) {
    #expect(Text.matches(name, pattern: pattern) == matches)
  }
}
