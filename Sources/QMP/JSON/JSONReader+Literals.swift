// Comparing text with what the program knows.

extension JSONReader {
  /// Whether a string says `name`.
  @inline(always)
  func equals(_ token: StringToken, _ name: StaticString, _ bytes: Span<UInt8>) -> Bool {
    guard !token.hasEscapes else { return text(token, bytes) == "\(name)" }
    guard token.end &- token.start == name.utf8CodeUnitCount else { return false }
    return Self.equals(bytes.bytes.extracting(unchecked: token.start..<token.end), name)
  }

  /// Takes a member spelt as the three pieces, with a natural number between each two; answers
  /// false, and takes nothing, when something else is next.
  @inline(always)
  mutating func takeMember(
    spelt first: StaticString,
    _ second: StaticString,
    _ third: StaticString,
    _ bytes: Span<UInt8>
  ) -> Bool {
    var reader = self
    guard reader.take(first, bytes), reader.takeNatural(bytes),
      reader.take(second, bytes), reader.takeNatural(bytes),
      reader.take(third, bytes)
    else { return false }
    reader.isAfterValue = true
    self = reader
    return true
  }

  /// Whether two stretches of text are the same, byte for byte.
  @inline(always)
  static func areEqual(
    _ left: Span<UInt8>,
    _ leftRange: Range<Int>,
    _ right: Span<UInt8>,
    _ rightRange: Range<Int>
  ) -> Bool {
    let count = leftRange.count
    guard count == rightRange.count, leftRange.upperBound <= left.count,
      rightRange.upperBound <= right.count
    else { return false }
    let text = left.bytes.extracting(unchecked: leftRange)
    return right.bytes.extracting(unchecked: rightRange).withUnsafeBytes { other in
      other.baseAddress.map { equals(text, $0, count) } ?? true
    }
  }

  @inline(always)
  private mutating func take(_ literal: StaticString, _ bytes: Span<UInt8>) -> Bool {
    let end = offset &+ literal.utf8CodeUnitCount
    guard end <= bytes.count,
      Self.equals(bytes.bytes.extracting(unchecked: offset..<end), literal)
    else { return false }
    offset = end
    return true
  }

  @inline(always)
  private static func equals(_ text: RawSpan, _ literal: StaticString) -> Bool {
    equals(text, UnsafeRawPointer(literal.utf8Start), literal.utf8CodeUnitCount)
  }

  /// Both are `count` bytes long.
  @inline(always)
  private static func equals(_ text: RawSpan, _ other: UnsafeRawPointer, _ count: Int) -> Bool {
    switch count {
    case 8...: equals(text, other, count, by: UInt64.self)
    case 4...: equals(text, other, count, by: UInt32.self)
    case 2...: equals(text, other, count, by: UInt16.self)
    case 1: equals(text, other, count, by: UInt8.self)
    default: true
    }
  }

  /// Compares a word at a time; the last one may overlap the one before.
  ///
  /// Both are at least one word long.
  @inline(always)
  private static func equals<Word: FixedWidthInteger & BitwiseCopyable>(
    _ text: RawSpan,
    _ other: UnsafeRawPointer,
    _ count: Int,
    by word: Word.Type
  ) -> Bool {
    let last = count &- MemoryLayout<Word>.size
    var index = 0
    while true {
      let word = text.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: Word.self)
      guard word == other.loadUnaligned(fromByteOffset: index, as: Word.self) else {
        return false
      }
      guard index < last else { return true }
      index = min(index &+ MemoryLayout<Word>.size, last)
    }
  }
}
