/// Makes a ``JSONValue`` of a text, RFC 8259 in full and nothing beyond it.
///
/// Refused with the byte offset: invalid UTF-8, half surrogate pairs, raw control characters,
/// anything after the value, a text that ends early, and more than ``maximumDepth`` open brackets.
package enum JSONParser {
  /// The limit of QEMU's own parser (qobject/json-streamer.c, 2.12 to 10.2).
  package static let maximumDepth = 1024

  package static func parse(_ bytes: Span<UInt8>) throws(JSONError) -> JSONValue {
    var reader = JSONReader()
    let value = try value(&reader, bytes)
    try reader.finish(bytes)
    return value
  }

  package static func parse(_ text: String) throws(JSONError) -> JSONValue {
    try parse(Array(text.utf8).span)
  }

  /// Reads one value and leaves the reader behind it.
  static func value(
    _ reader: inout JSONReader,
    _ bytes: Span<UInt8>
  ) throws(JSONError) -> JSONValue {
    switch try reader.peek(bytes) {
    case UInt8(ascii: "\""):
      return .string(reader.text(try reader.string(bytes), bytes))
    case UInt8(ascii: "{"):
      var members: [JSONObject.Member] = []
      try reader.enterObject(bytes)
      while let name = try reader.nextName(bytes) {
        let name = reader.text(name, bytes)
        members.append(JSONObject.Member(name: name, value: try value(&reader, bytes)))
      }
      return .object(JSONObject(parsed: members))
    case UInt8(ascii: "["):
      var elements: [JSONValue] = []
      try reader.enterArray(bytes)
      while try reader.nextElement(bytes) {
        elements.append(try value(&reader, bytes))
      }
      return .array(elements)
    default:
      return try reader.scalar(bytes)
    }
  }
}
