/// Replaces the escapes of a JSON string (RFC 8259, section 7).
enum JSONEscapes {
  /// Decodes the contents of a string, known to be UTF-8 apart from its escapes.
  static func decode(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(JSONError) -> String {
    var result = ""
    var offset = range.lowerBound
    var runStart = offset
    while offset < range.upperBound {
      guard bytes[offset] == UInt8(ascii: "\\") else {
        offset += 1
        continue
      }
      result += text(bytes, runStart..<offset)
      result.unicodeScalars.append(try scalar(bytes, &offset, before: range.upperBound))
      runStart = offset
    }
    return result + text(bytes, runStart..<range.upperBound)
  }

  private static func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    String(copying: UTF8Span(unchecked: bytes.extracting(range)))
  }

  /// Reads the escape whose backslash stands at `offset`.
  private static func scalar(
    _ bytes: Span<UInt8>,
    _ offset: inout Int,
    before end: Int
  ) throws(JSONError) -> Unicode.Scalar {
    let letter = bytes[offset + 1]
    let scalar: Unicode.Scalar
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): scalar = Unicode.Scalar(letter)
    case UInt8(ascii: "b"): scalar = "\u{08}"
    case UInt8(ascii: "f"): scalar = "\u{0C}"
    case UInt8(ascii: "n"): scalar = "\n"
    case UInt8(ascii: "r"): scalar = "\r"
    case UInt8(ascii: "t"): scalar = "\t"
    case UInt8(ascii: "u"): return try unicodeScalar(bytes, &offset, before: end)
    default: throw JSONError(reason: .invalidEscape, offset: offset)
    }
    offset += 2
    return scalar
  }

  /// Reads `\uXXXX`, twice for a scalar outside the basic plane.
  private static func unicodeScalar(
    _ bytes: Span<UInt8>,
    _ offset: inout Int,
    before end: Int
  ) throws(JSONError) -> Unicode.Scalar {
    let start = offset
    let first = try codeUnit(bytes, &offset, before: end)
    if let scalar = Unicode.Scalar(first) { return scalar }
    let startsPair =
      first < 0xDC00 && offset + 1 < end && bytes[offset] == UInt8(ascii: "\\")
      && bytes[offset + 1] == UInt8(ascii: "u")
    guard startsPair else { throw JSONError(reason: .loneSurrogate, offset: start) }
    let second = try codeUnit(bytes, &offset, before: end)
    let code = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) &- 0xDC00)
    guard (0xDC00...0xDFFF).contains(second), let scalar = Unicode.Scalar(code) else {
      throw JSONError(reason: .loneSurrogate, offset: start)
    }
    return scalar
  }

  private static func codeUnit(
    _ bytes: Span<UInt8>,
    _ offset: inout Int,
    before end: Int
  ) throws(JSONError) -> UInt16 {
    var unit: UInt16 = 0
    for index in offset + 2..<offset + 6 {
      guard index < end, let digit = hexDigit(bytes[index]) else {
        throw JSONError(reason: .invalidEscape, offset: offset)
      }
      unit = unit << 4 | digit
    }
    offset += 6
    return unit
  }

  private static func hexDigit(_ byte: UInt8) -> UInt16? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }
}
