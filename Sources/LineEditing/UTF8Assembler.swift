/// Puts characters together from bytes that come one by one (RFC 3629).
package struct UTF8Assembler {
  private static let replacement: Unicode.Scalar = "\u{FFFD}"

  /// The bytes of a character that has begun and not ended.
  private var pending: [UInt8] = []

  package init() {}

  /// Takes a byte; answers what became complete with it.
  ///
  /// That is nothing or one scalar, or two where the byte broke off what was pending, which becomes
  /// U+FFFD.
  package mutating func append(_ byte: UInt8) -> [Unicode.Scalar] {
    if let first = pending.first {
      if Self.continuations(of: first, at: pending.count).contains(byte) {
        pending.append(byte)
        return pending.count == Self.length(of: first) ? takePending() : []
      }
      pending = []
      return [Self.replacement] + begin(byte)
    }
    return begin(byte)
  }

  private mutating func begin(_ byte: UInt8) -> [Unicode.Scalar] {
    switch Self.length(of: byte) {
    case 1: return [Unicode.Scalar(byte)]
    case 0: return [Self.replacement]
    default:
      pending = [byte]
      return []
    }
  }

  private mutating func takePending() -> [Unicode.Scalar] {
    let scalars = Array(String(decoding: pending, as: UTF8.self).unicodeScalars)
    pending = []
    return scalars
  }

  /// How many bytes a character has that begins so; 0 where none does.
  private static func length(of first: UInt8) -> Int {
    switch first {
    case 0x00..<0x80: 1
    case 0xC2..<0xE0: 2
    case 0xE0..<0xF0: 3
    case 0xF0..<0xF5: 4
    default: 0
    }
  }

  /// What may follow: the second byte excludes overlong forms, surrogates, and what is beyond
  /// U+10FFFF.
  private static func continuations(of first: UInt8, at index: Int) -> ClosedRange<UInt8> {
    switch (first, index) {
    case (0xE0, 1): 0xA0...0xBF
    case (0xED, 1): 0x80...0x9F
    case (0xF0, 1): 0x90...0xBF
    case (0xF4, 1): 0x80...0x8F
    default: 0x80...0xBF
    }
  }
}
