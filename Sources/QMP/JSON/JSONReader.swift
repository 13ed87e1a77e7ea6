/// Walks through JSON text and builds nothing: the grammar of RFC 8259, in one place.
///
/// The text is passed to each call, always the same, because a `Span` cannot be stored. Whoever
/// wants a tree uses ``JSONParser``; whoever wants a few members of a known shape reads them here
/// and skips the rest, which checks what it skips as strictly.
struct JSONReader {
  /// The next byte to be read.
  var offset: Int
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
      _ = try string(bytes)
    case UInt8(ascii: "{"):
      try object(bytes) { (reader, _) throws(JSONError) in try reader.skip(bytes) }
    case UInt8(ascii: "["):
      try array(bytes) { reader throws(JSONError) in try reader.skip(bytes) }
    default:
      _ = try scalar(bytes)
    }
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

  func unexpected(_ bytes: Span<UInt8>) -> JSONError {
    failure(.unexpectedByte(bytes[offset]))
  }

  func failure(_ reason: JSONError.Reason) -> JSONError {
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
