// Numbers, `true`, `false` and `null` (RFC 8259, sections 3 and 6).

extension JSONReader {
  /// Reads a number or one of the three literals.
  mutating func scalar(_ bytes: Span<UInt8>) throws(JSONError) -> JSONValue {
    switch try peek(bytes) {
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number(bytes)
    case UInt8(ascii: "t"): return try literal("true", .bool(true), bytes)
    case UInt8(ascii: "f"): return try literal("false", .bool(false), bytes)
    case UInt8(ascii: "n"): return try literal("null", .null, bytes)
    default: throw unexpected(bytes)
    }
  }

  private mutating func literal(
    _ word: StaticString,
    _ value: JSONValue,
    _ bytes: Span<UInt8>
  ) throws(JSONError) -> JSONValue {
    for index in 0..<word.utf8CodeUnitCount {
      guard offset < bytes.count else { throw failure(.unexpectedEnd) }
      guard bytes[offset] == word.utf8Start[index] else { throw unexpected(bytes) }
      offset += 1
    }
    return value
  }

  private mutating func number(_ bytes: Span<UInt8>) throws(JSONError) -> JSONValue {
    let start = offset
    let isNegative = bytes[unchecked: offset] == UInt8(ascii: "-")
    if isNegative { offset += 1 }
    let digitsStart = offset
    let magnitude = try digits(bytes)
    if bytes[digitsStart] == UInt8(ascii: "0"), offset > digitsStart + 1 {
      throw JSONError(reason: .invalidNumber, offset: digitsStart + 1)
    }
    guard try !fractionAndExponent(bytes), let magnitude else {
      return try double(bytes, start..<offset)
    }
    if isNegative, magnitude <= UInt64(Int64.max) + 1 {
      return .integer(Int64(truncatingIfNeeded: 0 &- magnitude))
    }
    if isNegative { return try double(bytes, start..<offset) }
    return Int64(exactly: magnitude).map(JSONValue.integer) ?? .unsigned(magnitude)
  }

  /// Reads at least one digit; nil when their value does not fit 64 bits.
  private mutating func digits(_ bytes: Span<UInt8>) throws(JSONError) -> UInt64? {
    let start = offset
    var index = offset
    var value: UInt64 = 0
    while index < bytes.count {
      let digit = bytes[unchecked: index] &- UInt8(ascii: "0")
      guard digit < 10 else { break }
      value = value &* 10 &+ UInt64(digit)
      index &+= 1
    }
    offset = index
    guard index > start else {
      throw failure(index < bytes.count ? .invalidNumber : .unexpectedEnd)
    }
    // Nineteen digits always fit; with more, ask the standard library.
    guard index - start > 19 else { return value }
    return UInt64(String(copying: UTF8Span(unchecked: bytes.extracting(start..<index))))
  }

  /// Skips what makes a number a fraction, and says whether there was any.
  @inline(__always)
  private mutating func fractionAndExponent(_ bytes: Span<UInt8>) throws(JSONError) -> Bool {
    let start = offset
    if offset < bytes.count, bytes[offset] == UInt8(ascii: ".") {
      offset += 1
      _ = try digits(bytes)
    }
    if offset < bytes.count, bytes[offset] | 0x20 == UInt8(ascii: "e") {
      offset += 1
      if offset < bytes.count,
        bytes[offset] == UInt8(ascii: "+") || bytes[offset] == UInt8(ascii: "-")
      {
        offset += 1
      }
      _ = try digits(bytes)
    }
    return offset > start
  }

  private func double(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(JSONError) -> JSONValue {
    let digits = String(copying: UTF8Span(unchecked: bytes.extracting(range)))
    guard let value = Double(digits), value.isFinite else {
      throw JSONError(reason: .numberOutOfRange, offset: range.lowerBound)
    }
    return .number(value)
  }
}
