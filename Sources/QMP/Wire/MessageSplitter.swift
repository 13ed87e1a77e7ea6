/// Cuts a stream of bytes into JSON values, however the bytes arrive.
///
/// Values, not lines: a monitor with `pretty=on` spreads one message over many. Every byte is
/// looked at once, so a message in one-byte pieces costs as much as in one.
package struct MessageSplitter {
  /// The largest message accepted, in bytes: the limit of QEMU's own parser.
  package static let maximumLength = 64 << 20

  package struct TooLong: Error, Hashable {}

  /// The largest message that this splitter accepts.
  let limit: Int
  private var buffer: [UInt8] = []
  private var scanner = ValueScanner()

  package init(limit: Int = Self.maximumLength) {
    self.limit = limit
  }

  /// True when part of a value has arrived and its end has not.
  package var isInsideMessage: Bool {
    scanner.isInsideValue
  }

  /// What has arrived of the value that is still incomplete, at most `limit` bytes of it.
  package func pending(atMost limit: Int) -> [UInt8] {
    Array(buffer[scanner.start...].drop(while: \.isJSONWhitespace).prefix(limit))
  }

  package mutating func append(_ bytes: Span<UInt8>) {
    let consumed = scanner.start
    if consumed == buffer.count {
      buffer.removeAll(keepingCapacity: buffer.capacity <= 1 << 20)
      scanner.forget(consumed)
    } else if consumed > 1 << 16, consumed > buffer.count / 2 {
      buffer.removeFirst(consumed)
      scanner.forget(consumed)
    }
    bytes.withUnsafeBufferPointer { buffer.append(contentsOf: $0) }
  }

  /// The next complete value; nil when more bytes are needed.
  package mutating func next() throws(TooLong) -> [UInt8]? {
    // A local copy: the compiler takes the span for an access to the whole of self.
    var scanner = scanner
    let range = scanner.next(in: buffer.span)
    self.scanner = scanner
    guard (range?.count ?? buffer.count - scanner.start) <= limit else { throw TooLong() }
    return range.map { Array(buffer[$0]) }
  }

  /// Takes a value whose end `body` finds by itself, without a scan; nil when it finds none.
  ///
  /// Tried only where a value begins, so a message in many pieces is read in vain at most once.
  /// `body` gets the bytes and the offset of the first one, which it moves behind the value;
  /// holding on to the bytes costs the next ``append(_:)`` a copy.
  @inline(always)
  mutating func nextWhole<Result>(
    _ body: ([UInt8], inout Int) -> Result?
  ) -> Result? {
    guard !isInsideMessage, scanner.start < buffer.count else { return nil }
    var offset = scanner.start
    guard let result = body(buffer, &offset), offset - scanner.start <= limit else {
      return nil
    }
    scanner.skip(to: offset)
    return result
  }
}
