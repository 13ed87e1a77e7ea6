/// Walks through JSON text and builds nothing: the grammar of RFC 8259, in one place.
///
/// The text is passed to each call, always the same, because a `Span` cannot be stored. Whoever wants
/// a tree uses ``JSONParser``; whoever wants a few members of a known shape reads them here and skips the
/// rest, which checks what it skips as strictly.
struct JSONReader {
  /// The contents of a string, without its quotes.
  struct StringToken: Sendable {
    let start: Int
    let end: Int
    let hasEscapes: Bool
  }

  /// The next byte to be read.
  private(set) var offset: Int
  private var depth = 0

  init(at offset: Int = 0) {
    self.offset = offset
  }

  // MARK: - Containers

  /// Reads an object, whose opening brace is next; `member` must read the value of each name.
  @inline(__always)
  mutating func object(
    _ bytes: Span<UInt8>,
    _ member: (inout JSONReader, StringToken) throws(JSONError) -> Void
  ) throws(JSONError) {
    try open()
    guard try peek(bytes) != UInt8(ascii: "}") else { return close() }
    while true {
      guard try peek(bytes) == UInt8(ascii: "\"") else { throw unexpected(bytes) }
      let name = try string(bytes)
      guard try peek(bytes) == UInt8(ascii: ":") else { throw unexpected(bytes) }
      offset += 1
      try member(&self, name)
      guard try continues(bytes, until: UInt8(ascii: "}")) else { return }
    }
  }

  /// Reads an array, whose opening bracket is next; `element` must read each value.
  @inline(__always)
  mutating func array(
    _ bytes: Span<UInt8>,
    _ element: (inout JSONReader) throws(JSONError) -> Void
  ) throws(JSONError) {
    try open()
    guard try peek(bytes) != UInt8(ascii: "]") else { return close() }
    repeat {
      try element(&self)
    } while try continues(bytes, until: UInt8(ascii: "]"))
  }

  private mutating func open() throws(JSONError) {
    guard depth < JSONParser.maximumDepth else { throw failure(.nestedTooDeep) }
    depth += 1
    offset += 1
  }

  private mutating func close() {
    depth -= 1
    offset += 1
  }

  /// Takes the comma before a further value, or the bracket that ends the container.
  @inline(__always)
  private mutating func continues(
    _ bytes: Span<UInt8>,
    until bracket: UInt8
  ) throws(JSONError) -> Bool {
    let byte = try peek(bytes)
    if byte == UInt8(ascii: ",") {
      offset += 1
      return true
    }
    guard byte == bracket else { throw unexpected(bytes) }
    close()
    return false
  }

  // MARK: - Any value

  /// Skips one value of any kind.
  mutating func skip(_ bytes: Span<UInt8>) throws(JSONError) {
    switch try peek(bytes) {
    case UInt8(ascii: "\""):
      let token = try string(bytes)
      if token.hasEscapes { _ = try text(token, bytes) }
    case UInt8(ascii: "{"):
      try object(bytes) { (reader, name) throws(JSONError) in
        if name.hasEscapes { _ = try reader.text(name, bytes) }
        try reader.skip(bytes)
      }
    case UInt8(ascii: "["):
      try array(bytes) { reader throws(JSONError) in try reader.skip(bytes) }
    default:
      _ = try scalar(bytes)
    }
  }

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

  // MARK: - Numbers

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

  // MARK: - Strings

  /// Reads the string whose opening quote is next.
  @inline(__always)
  mutating func string(_ bytes: Span<UInt8>) throws(JSONError) -> StringToken {
    let start = offset &+ 1
    let index = Self.skipPlain(bytes, from: start)
    guard index < bytes.count, bytes[unchecked: index] == UInt8(ascii: "\"") else {
      return try unusualString(bytes, from: index)
    }
    offset = index &+ 1
    return StringToken(start: start, end: index, hasEscapes: false)
  }

  /// Goes on with a string at the first byte that is not plain.
  @inline(never)
  private mutating func unusualString(
    _ bytes: Span<UInt8>,
    from firstUnusual: Int
  ) throws(JSONError) -> StringToken {
    let start = offset + 1
    var index = firstUnusual
    var hasEscapes = false
    var isASCII = true
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""):
        if !isASCII { try requireUTF8(bytes, start..<index) }
        offset = index + 1
        return StringToken(start: start, end: index, hasEscapes: hasEscapes)
      case UInt8(ascii: "\\"):
        hasEscapes = true
        index += 2
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
  /// Looks at eight bytes at a time; the usual test for a byte below a limit inside a word.
  @inline(__always)
  private static func skipPlain(_ bytes: Span<UInt8>, from start: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    var index = start
    while bytes.count &- index >= 8 {
      let word = bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self)
      let control = word &- ones &* 0x20
      let quote = (word ^ ones &* UInt64(UInt8(ascii: "\""))) &- ones
      let backslash = (word ^ ones &* UInt64(UInt8(ascii: "\\"))) &- ones
      let special = (control | quote | backslash | word) & (ones &* 0x80)
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

  private func requireUTF8(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(JSONError) {
    do {
      _ = try UTF8Span(validating: bytes.extracting(range))
    } catch {
      throw JSONError(
        reason: .invalidUTF8,
        offset: range.lowerBound + error.byteOffsets.lowerBound
      )
    }
  }

  /// Whether a string says `name`.
  @inline(__always)
  func equals(_ token: StringToken, _ name: StaticString, _ bytes: Span<UInt8>) -> Bool {
    guard !token.hasEscapes else { return (try? text(token, bytes)) == "\(name)" }
    let count = name.utf8CodeUnitCount
    guard token.end &- token.start == count else { return false }
    let expected = UnsafeRawPointer(name.utf8Start)
    var index = 0
    while count &- index >= 8 {
      let word = bytes.bytes.unsafeLoadUnaligned(
        fromUncheckedByteOffset: token.start &+ index,
        as: UInt64.self
      )
      guard word == expected.loadUnaligned(fromByteOffset: index, as: UInt64.self) else {
        return false
      }
      index &+= 8
    }
    while index < count {
      guard
        bytes[unchecked: token.start &+ index]
          == expected.load(fromByteOffset: index, as: UInt8.self)
      else { return false }
      index &+= 1
    }
    return true
  }

  /// What a string says.
  func text(_ token: StringToken, _ bytes: Span<UInt8>) throws(JSONError) -> String {
    guard token.hasEscapes else {
      return String(copying: UTF8Span(unchecked: bytes.extracting(token.start..<token.end)))
    }
    return try JSONEscapes.decode(bytes, token.start..<token.end)
  }

  // MARK: - Bytes

  /// Skips white space and answers the next byte without taking it.
  @inline(__always)
  mutating func peek(_ bytes: Span<UInt8>) throws(JSONError) -> UInt8 {
    while offset < bytes.count {
      let byte = bytes[unchecked: offset]
      guard byte.isJSONWhitespace else { return byte }
      offset += 1
    }
    throw failure(.unexpectedEnd)
  }

  /// Requires that nothing but white space is left.
  mutating func finish(_ bytes: Span<UInt8>) throws(JSONError) {
    while offset < bytes.count {
      guard bytes[offset].isJSONWhitespace else { throw failure(.trailingByte(bytes[offset])) }
      offset += 1
    }
  }

  private func unexpected(_ bytes: Span<UInt8>) -> JSONError {
    failure(.unexpectedByte(bytes[offset]))
  }

  private func failure(_ reason: JSONError.Reason) -> JSONError {
    JSONError(reason: reason, offset: offset)
  }
}

extension UInt8 {
  /// Space, tab, line feed or carriage return (RFC 8259, section 2).
  @inline(__always)
  var isJSONWhitespace: Bool {
    self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09
  }
}
