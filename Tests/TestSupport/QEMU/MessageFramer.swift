/// Cuts a stream of bytes into JSON objects, on one line or on many; anything else ends with its line.
package struct MessageFramer {
  private var buffer: [UInt8] = []
  private var position = 0
  private var depth = 0
  private var isInString = false
  private var isEscaped = false

  package init() {}

  /// Everything that has arrived and is no whole message yet.
  var rest: [UInt8] {
    buffer
  }

  package mutating func append(_ bytes: [UInt8]) {
    buffer += bytes
  }

  /// The next whole message, without white space around it.
  package mutating func next() -> [UInt8]? {
    while position < buffer.count {
      let byte = buffer[position]
      position += 1
      if depth == 0, byte == UInt8(ascii: "\n") {
        let line = take()
        if !line.isEmpty { return line }
      } else if advance(over: byte) {
        return take()
      }
    }
    return nil
  }

  /// True when the byte closes a message.
  private mutating func advance(over byte: UInt8) -> Bool {
    switch byte {
    case _ where isEscaped:
      isEscaped = false
    case UInt8(ascii: "\\") where isInString:
      isEscaped = true
    case UInt8(ascii: "\"") where depth > 0:
      isInString.toggle()
    case UInt8(ascii: "{") where !isInString:
      depth += 1
    case UInt8(ascii: "}") where !isInString && depth > 0:
      depth -= 1
      return depth == 0
    default:
      break
    }
    return false
  }

  private mutating func take() -> [UInt8] {
    let message = buffer[..<position]
    buffer.removeFirst(position)
    position = 0
    let space = [UInt8(ascii: " "), UInt8(ascii: "\r"), UInt8(ascii: "\n"), UInt8(ascii: "\t")]
    let head = message.drop { space.contains($0) }
    return head.lastIndex { !space.contains($0) }.map { Array(head[...$0]) } ?? []
  }
}
