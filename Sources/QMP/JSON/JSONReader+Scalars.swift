// Numbers, `true`, `false` and `null` (RFC 8259, sections 3 and 6).

extension JSONReader {
  /// A number whose grammar is right; its value may still be out of range.
  private struct NumberToken {
    let start: Int
    let end: Int
    let isInteger: Bool
  }

  /// Reads a number or one of the three literals.
  mutating func scalar(_ bytes: Span<UInt8>) throws(JSONError) -> JSONValue {
    switch try peek(bytes) {
    case UInt8(ascii: "t"): return try literal("true", .bool(true), bytes)
    case UInt8(ascii: "f"): return try literal("false", .bool(false), bytes)
    case UInt8(ascii: "n"): return try literal("null", .null, bytes)
    default: return try value(try number(bytes), bytes)
    }
  }

  /// The offset behind a number or one of the three literals.
  func endOfScalar(_ bytes: Span<UInt8>) throws(JSONError) -> Int {
    var reader = self
    switch try reader.peek(bytes) {
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      let token = try reader.number(bytes)
      if !token.isInteger { _ = try double(token, bytes) }
    default:
      _ = try reader.scalar(bytes)
    }
    return reader.offset
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

  // MARK: - Numbers

  @inline(always)
  private mutating func number(_ bytes: Span<UInt8>) throws(JSONError) -> NumberToken {
    let start = offset
    let isNegative = bytes[unchecked: start] == UInt8(ascii: "-")
    if isNegative { offset &+= 1 }
    guard isNegative || bytes[unchecked: start].isDigit else { throw unexpected(bytes) }
    let digitsStart = offset
    try digits(bytes)
    guard bytes[unchecked: digitsStart] != UInt8(ascii: "0") || offset == digitsStart &+ 1 else {
      throw JSONError(reason: .invalidNumber, offset: digitsStart &+ 1)
    }
    let integerEnd = offset
    try fractionAndExponent(bytes)
    return NumberToken(start: start, end: offset, isInteger: offset == integerEnd)
  }

  /// Takes a number without sign, fraction or exponent when it is next.
  @inline(always)
  mutating func takeNatural(_ bytes: Span<UInt8>) -> Bool {
    let start = offset
    while offset < bytes.count, bytes[unchecked: offset].isDigit {
      offset &+= 1
    }
    return offset > start && (bytes[unchecked: start] != UInt8(ascii: "0") || offset == start &+ 1)
  }

  /// Skips at least one digit.
  @inline(always)
  private mutating func digits(_ bytes: Span<UInt8>) throws(JSONError) {
    var index = offset
    while index < bytes.count, bytes[unchecked: index].isDigit {
      index &+= 1
    }
    guard index > offset else {
      throw failure(index < bytes.count ? .invalidNumber : .unexpectedEnd)
    }
    offset = index
  }

  /// Skips what makes a number a fraction, if there is any.
  @inline(always)
  private mutating func fractionAndExponent(_ bytes: Span<UInt8>) throws(JSONError) {
    if offset < bytes.count, bytes[unchecked: offset] == UInt8(ascii: ".") {
      offset &+= 1
      try digits(bytes)
    }
    guard offset < bytes.count, bytes[unchecked: offset] | 0x20 == UInt8(ascii: "e") else { return }
    offset &+= 1
    if offset < bytes.count,
      bytes[offset] == UInt8(ascii: "+") || bytes[offset] == UInt8(ascii: "-")
    {
      offset &+= 1
    }
    try digits(bytes)
  }

  private func value(_ token: NumberToken, _ bytes: Span<UInt8>) throws(JSONError) -> JSONValue {
    guard token.isInteger else { return .number(try double(token, bytes)) }
    if token.end - token.start <= 18 { return .integer(Self.shortInteger(token, bytes)) }
    let text = text(token, bytes)
    if let value = Int64(text) { return .integer(value) }
    if let value = UInt64(text) { return .unsigned(value) }
    return .number(try double(token, bytes))
  }

  /// An integer so short that it fits.
  private static func shortInteger(_ token: NumberToken, _ bytes: Span<UInt8>) -> Int64 {
    var magnitude: Int64 = 0
    let isNegative = bytes[token.start] == UInt8(ascii: "-")
    for index in (isNegative ? token.start + 1 : token.start)..<token.end {
      magnitude = magnitude &* 10 &+ Int64(bytes[unchecked: index] &- UInt8(ascii: "0"))
    }
    return isNegative ? -magnitude : magnitude
  }

  private func double(_ token: NumberToken, _ bytes: Span<UInt8>) throws(JSONError) -> Double {
    guard let value = Double(text(token, bytes)), value.isFinite else {
      throw JSONError(reason: .numberOutOfRange, offset: token.start)
    }
    return value
  }

  private func text(_ token: NumberToken, _ bytes: Span<UInt8>) -> String {
    String(copying: UTF8Span(unchecked: bytes.extracting(token.start..<token.end)))
  }
}

extension UInt8 {
  @inline(always)
  fileprivate var isDigit: Bool {
    self &- UInt8(ascii: "0") < 10
  }
}
