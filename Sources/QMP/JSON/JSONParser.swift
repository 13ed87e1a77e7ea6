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
      var shape = JSONShape()
      return .object(try object(&reader, bytes, like: &shape))
    case UInt8(ascii: "["):
      var elements: [JSONValue] = []
      var shape = JSONShape()
      try reader.enterArray(bytes)
      while try reader.nextElement(bytes) {
        guard try reader.peek(bytes) == UInt8(ascii: "{") else {
          elements.append(try value(&reader, bytes))
          continue
        }
        elements.append(.object(try object(&reader, bytes, like: &shape)))
      }
      return .array(elements)
    default:
      return try reader.scalar(bytes)
    }
  }

  /// Reads an object, probably of a shape, which becomes that of this object.
  private static func object(
    _ reader: inout JSONReader,
    _ bytes: Span<UInt8>,
    like shape: inout JSONShape
  ) throws(JSONError) -> JSONObject {
    var members: [JSONObject.Member] = []
    // A server may send one object of many members and then many of none.
    members.reserveCapacity(min(shape.count, 16))
    try reader.enterObject(bytes)
    while let token = try reader.nextName(bytes) {
      let name: String
      if let known = shape.name(at: members.count, spelt: token, bytes) {
        name = known
      } else {
        name = reader.text(token, bytes)
        shape.replace(from: members.count, with: name, token)
      }
      members.append(JSONObject.Member(name: name, value: try value(&reader, bytes)))
    }
    if shape.isDistinct { return JSONObject(distinct: members) }
    let object = JSONObject(parsed: members)
    shape.isDistinct = object.members.count == members.count && shape.count == members.count
    return object
  }
}
