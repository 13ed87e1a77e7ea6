import QMP

/// However a stream is cut, its messages are the same; they are all of it, but for white space
/// between them.
enum SplitterOracle {
  private struct Reading: Hashable {
    var messages: [[UInt8]] = []
    var pending: [UInt8] = []
    var isTooLong = false
  }

  static func check(_ input: [UInt8]) throws(Finding) {
    let stream = CutStream(input)
    let limit = stream.variant == 0 ? MessageSplitter.maximumLength : stream.variant
    let whole = try read([stream.bytes[...]], limit: limit)
    for pieces in stream.deliveries {
      let reading = try read(pieces, limit: limit)
      try Finding.unless(reading == whole, "in pieces \(reading), as a whole \(whole)")
    }
    var rest = stream.bytes[...]
    for message in whole.messages {
      try Finding.unless(message.count <= limit, "a message of \(message.count) bytes")
      rest = rest.drop(while: \.isWhiteSpace)
      try Finding.unless(rest.starts(with: message), "\(message) is not what comes next")
      rest = rest.dropFirst(message.count)
    }
    guard !whole.isTooLong else { return }
    rest = rest.drop(while: \.isWhiteSpace)
    try Finding.unless(rest.elementsEqual(whole.pending), "\(whole.pending) is not the rest")
  }

  private static func read(
    _ pieces: [ArraySlice<UInt8>],
    limit: Int
  ) throws(Finding) -> Reading {
    var splitter = MessageSplitter(limit: limit)
    var reading = Reading()
    do {
      for piece in pieces {
        splitter.append(piece.span)
        while let message = try splitter.next() { reading.messages.append(message) }
      }
    } catch {
      reading.isTooLong = true
      return reading
    }
    reading.pending = splitter.pending(atMost: .max)
    try Finding.unless(
      splitter.isInsideMessage == !reading.pending.isEmpty,
      "inside a message: \(splitter.isInsideMessage), of which there is \(reading.pending)"
    )
    return reading
  }
}

extension UInt8 {
  /// White space of RFC 8259, section 2.
  fileprivate var isWhiteSpace: Bool {
    " \t\r\n".utf8.contains(self)
  }
}
