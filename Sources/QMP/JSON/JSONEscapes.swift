/// Reads the escapes of a JSON string (RFC 8259, section 7).
enum JSONEscapes {
  /// The contents of a string whose escapes have been found to be right.
  static func decode(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    var result = ""
    var offset = range.lowerBound
    var runStart = offset
    while offset < range.upperBound {
      guard bytes[offset] == UInt8(ascii: "\\") else {
        offset += 1
        continue
      }
      result += text(bytes, runStart..<offset)
      guard let scalar = try? scalar(bytes, &offset) else { break }
      result.unicodeScalars.append(scalar)
      runStart = offset
    }
    return result + text(bytes, runStart..<range.upperBound)
  }

  private static func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    String(copying: UTF8Span(unchecked: bytes.extracting(range)))
  }

  /// Reads the escape whose backslash stands at `offset`, which moves behind it.
  @discardableResult
  static func scalar(
    _ bytes: Span<UInt8>,
    _ offset: inout Int
  ) throws(JSONError) -> Unicode.Scalar {
    let letter = try byte(bytes, offset + 1)
    let scalar: Unicode.Scalar
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): scalar = Unicode.Scalar(letter)
    case UInt8(ascii: "b"): scalar = "\u{08}"
    case UInt8(ascii: "f"): scalar = "\u{0C}"
    case UInt8(ascii: "n"): scalar = "\n"
    case UInt8(ascii: "r"): scalar = "\r"
    case UInt8(ascii: "t"): scalar = "\t"
    case UInt8(ascii: "u"): return try unicodeScalar(bytes, &offset)
    default: throw JSONError(reason: .invalidEscape, offset: offset)
    }
    offset += 2
    return scalar
  }

  /// Reads `\uXXXX`, twice for a scalar outside the basic plane.
  private static func unicodeScalar(
    _ bytes: Span<UInt8>,
    _ offset: inout Int
  ) throws(JSONError) -> Unicode.Scalar {
    let start = offset
    let first = try codeUnit(bytes, &offset)
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00,
      try byte(bytes, offset) == UInt8(ascii: "\\"),
      try byte(bytes, offset + 1) == UInt8(ascii: "u")
    else { throw JSONError(reason: .loneSurrogate, offset: start) }
    let second = try codeUnit(bytes, &offset)
    let code = 0x10000 + (UInt32(first & 0x3FF) << 10 | UInt32(second & 0x3FF))
    guard (0xDC00...0xDFFF).contains(second), let scalar = Unicode.Scalar(code) else {
      throw JSONError(reason: .loneSurrogate, offset: start)
    }
    return scalar
  }

  private static func codeUnit(
    _ bytes: Span<UInt8>,
    _ offset: inout Int
  ) throws(JSONError) -> UInt16 {
    var unit: UInt16 = 0
    for index in offset + 2..<offset + 6 {
      guard let digit = hexDigit(try byte(bytes, index)) else {
        throw JSONError(reason: .invalidEscape, offset: offset)
      }
      unit = unit << 4 | digit
    }
    offset += 6
    return unit
  }

  private static func byte(_ bytes: Span<UInt8>, _ offset: Int) throws(JSONError) -> UInt8 {
    guard offset < bytes.count else {
      throw JSONError(reason: .unexpectedEnd, offset: bytes.count)
    }
    return bytes[offset]
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
