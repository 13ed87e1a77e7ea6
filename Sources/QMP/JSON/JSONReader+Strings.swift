// Strings (RFC 8259, section 7).

extension JSONReader {
  /// The contents of a string, without its quotes; known to be UTF-8 with right escapes.
  struct StringToken: Sendable {
    let start: Int
    let end: Int
    let hasEscapes: Bool
  }

  /// Reads the string whose opening quote is next.
  @inline(always)
  mutating func string(_ bytes: Span<UInt8>) throws(JSONError) -> StringToken {
    let start = offset &+ 1
    let index = Self.skipPlain(bytes, from: start)
    guard index < bytes.count, bytes[unchecked: index] == UInt8(ascii: "\"") else {
      let token = try Self.unusualString(bytes, start, from: index)
      offset = token.end &+ 1
      return token
    }
    offset = index &+ 1
    return StringToken(start: start, end: index, hasEscapes: false)
  }

  /// Goes on with the string that begins at `start` at its first byte that is not plain.
  @inline(never)
  private static func unusualString(
    _ bytes: Span<UInt8>,
    _ start: Int,
    from firstUnusual: Int
  ) throws(JSONError) -> StringToken {
    var index = firstUnusual
    var hasEscapes = false
    var isASCII = true
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""):
        if !isASCII { try requireUTF8(bytes, start..<index) }
        return StringToken(start: start, end: index, hasEscapes: hasEscapes)
      case UInt8(ascii: "\\"):
        hasEscapes = true
        try JSONEscapes.scalar(bytes, &index)
      case let byte where byte < 0x20:
        throw JSONError(reason: .controlCharacter(byte), offset: index)
      case let byte:
        isASCII = isASCII && byte < 0x80
        index += 1
      }
      if isASCII { index = Self.skipPlain(bytes, from: index) }
    }
    throw JSONError(reason: .unexpectedEnd, offset: bytes.count)
  }

  /// The offset of the next byte that is a quote, a backslash, a control character or not ASCII.
  ///
  /// Looks at eight bytes at a time: subtracting borrows from a byte's highest bit where the byte
  /// is below a limit, and the first byte so marked is right.
  @inline(always)
  static func skipPlain(_ bytes: Span<UInt8>, from start: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    var index = start
    while bytes.count &- index >= 8 {
      let word = bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self)
      // Turning over one bit brings the quote down to the control characters.
      let controlOrQuote = (word ^ ones &* 0x02) &- ones &* 0x21
      let backslash = (word ^ ones &* UInt64(UInt8(ascii: "\\"))) &- ones
      let special = (controlOrQuote | backslash | word) & (ones &* 0x80)
      guard special == 0 else {
        return index &+ UInt64(littleEndian: special).trailingZeroBitCount >> 3
      }
      index &+= 8
    }
    while index < bytes.count {
      let byte = bytes[unchecked: index]
      guard byte >= 0x20, byte < 0x80, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\")
      else { break }
      index &+= 1
    }
    return index
  }

  private static func requireUTF8(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(JSONError) {
    do {
      _ = try UTF8Span(validating: bytes.extracting(range))
    } catch {
      throw JSONError(
        reason: .invalidUTF8,
        offset: range.lowerBound + error.byteOffsets.lowerBound
      )
    }
  }

  /// What a string says.
  func text(_ token: StringToken, _ bytes: Span<UInt8>) -> String {
    guard token.hasEscapes else {
      return String(copying: UTF8Span(unchecked: bytes.extracting(token.start..<token.end)))
    }
    return JSONEscapes.decode(bytes, token.start..<token.end)
  }

  /// Reads a value of any kind, and answers it where it is a string.
  @inline(always)
  mutating func stringOrSkip(_ bytes: Span<UInt8>) throws(JSONError) -> StringToken? {
    guard try peek(bytes) == UInt8(ascii: "\"") else {
      try skip(bytes)
      return nil
    }
    return try string(bytes)
  }
}
