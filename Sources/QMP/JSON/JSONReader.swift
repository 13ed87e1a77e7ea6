/// Walks through JSON text and builds nothing: the grammar of RFC 8259, in one place.
///
/// The text is passed to each call, always the same, because a `Span` cannot be stored. Whoever
/// wants a tree uses ``JSONParser``; whoever wants a few members of a known shape reads them here
/// and skips the rest, which checks what it skips as strictly.
///
/// Events come by the hundred thousand a second, so what they consist of is read inline, and what
/// is rare in them by functions that get this value and answer an offset: a reader whose address
/// nobody takes stays in registers.
struct JSONReader {
  /// The next byte to be read.
  var offset: Int
  private var depth = 0
  /// Whether the innermost container has had a value, so that a comma must come before the next.
  var isAfterValue = false

  init(at offset: Int = 0) {
    self.offset = offset
  }

  // MARK: - Containers

  /// Enters the object whose brace is next; ``nextName(_:)`` goes through it.
  @inline(always)
  mutating func enterObject(_ bytes: Span<UInt8>) throws(JSONError) {
    guard try peek(bytes) == UInt8(ascii: "{") else { throw unexpected(bytes) }
    try open()
  }

  /// Enters the array whose bracket is next; ``nextElement(_:)`` goes through it.
  @inline(always)
  mutating func enterArray(_ bytes: Span<UInt8>) throws(JSONError) {
    guard try peek(bytes) == UInt8(ascii: "[") else { throw unexpected(bytes) }
    try open()
  }

  /// Reads the name of the next member, whose value must be read before the next call; at its end
  /// the object is left.
  @inline(always)
  mutating func nextName(_ bytes: Span<UInt8>) throws(JSONError) -> StringToken? {
    guard try continues(bytes, until: UInt8(ascii: "}")) else { return nil }
    guard try peek(bytes) == UInt8(ascii: "\"") else { throw unexpected(bytes) }
    let name = try string(bytes)
    guard try peek(bytes) == UInt8(ascii: ":") else { throw unexpected(bytes) }
    offset &+= 1
    return name
  }

  /// Whether an element follows, which must be read before the next call; at its end the array is
  /// left.
  @inline(always)
  mutating func nextElement(_ bytes: Span<UInt8>) throws(JSONError) -> Bool {
    try continues(bytes, until: UInt8(ascii: "]"))
  }

  private mutating func open() throws(JSONError) {
    guard depth < JSONParser.maximumDepth else { throw failure(.nestedTooDeep) }
    depth &+= 1
    offset &+= 1
    isAfterValue = false
  }

  /// Takes the comma before a further value, or the bracket that ends the container.
  ///
  /// A container that ends is a value of the one around it.
  @inline(always)
  private mutating func continues(
    _ bytes: Span<UInt8>,
    until bracket: UInt8
  ) throws(JSONError) -> Bool {
    let byte = try peek(bytes)
    defer { isAfterValue = true }
    if byte == bracket {
      depth &-= 1
      offset &+= 1
      return false
    }
    if isAfterValue {
      guard byte == UInt8(ascii: ",") else { throw unexpected(bytes) }
      offset &+= 1
    }
    return true
  }

  // MARK: - Any value

  /// Skips one value of any kind.
  @inline(always)
  mutating func skip(_ bytes: Span<UInt8>) throws(JSONError) {
    switch try peek(bytes) {
    case UInt8(ascii: "\""): _ = try string(bytes)
    case UInt8(ascii: "{"): offset = try endOfObject(bytes)
    case UInt8(ascii: "["): offset = try endOfArray(bytes)
    default: offset = try endOfScalar(bytes)
    }
  }

  private func endOfObject(_ bytes: Span<UInt8>) throws(JSONError) -> Int {
    var reader = self
    try reader.enterObject(bytes)
    while try reader.nextName(bytes) != nil {
      try reader.skip(bytes)
    }
    return reader.offset
  }

  private func endOfArray(_ bytes: Span<UInt8>) throws(JSONError) -> Int {
    var reader = self
    try reader.enterArray(bytes)
    while try reader.nextElement(bytes) {
      try reader.skip(bytes)
    }
    return reader.offset
  }

  // MARK: - Bytes

  /// Skips white space and answers the next byte without taking it.
  @inline(always)
  mutating func peek(_ bytes: Span<UInt8>) throws(JSONError) -> UInt8 {
    // QEMU puts one space or none before anything. These are branches and foreseen; adding the
    // result of a comparison, everything behind would wait for the byte.
    for _ in 0...1 where offset < bytes.count {
      let byte = bytes[unchecked: offset]
      if byte > UInt8(ascii: " ") { return byte }
      guard byte == UInt8(ascii: " ") else { break }
      offset &+= 1
    }
    offset = Self.endOfWhitespace(bytes, from: offset)
    guard offset < bytes.count else { throw failure(.unexpectedEnd) }
    return bytes[offset]
  }

  @inline(never)
  private static func endOfWhitespace(_ bytes: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index < bytes.count, bytes[unchecked: index].isJSONWhitespace {
      index &+= 1
    }
    return index
  }

  /// Requires that nothing but white space is left.
  mutating func finish(_ bytes: Span<UInt8>) throws(JSONError) {
    offset = Self.endOfWhitespace(bytes, from: offset)
    guard offset == bytes.count else { throw failure(.trailingByte(bytes[offset])) }
  }

  func unexpected(_ bytes: Span<UInt8>) -> JSONError {
    failure(.unexpectedByte(bytes[offset]))
  }

  func failure(_ reason: JSONError.Reason) -> JSONError {
    JSONError(reason: reason, offset: offset)
  }
}

extension UInt8 {
  /// Space, tab, line feed or carriage return (RFC 8259, section 2).
  @inline(always)
  var isJSONWhitespace: Bool {
    self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09
  }
}
