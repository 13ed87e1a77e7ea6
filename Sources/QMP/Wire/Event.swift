/// An asynchronous event: `{"event": str, "data": object?, "timestamp": …}` (QMP specification).
///
/// It keeps the message as it came, since a server can send hundreds of thousands a second, of
/// which a program looks at a member or two. The bytes are those that arrived together and are
/// shared with the session: whoever wants to remember an event keeps what it says.
package struct Event: Sendable {
  /// The host's wall clock when the event was queued; it can step, and both are -1 when unknown.
  package struct Timestamp: Hashable, Sendable {
    /// Seconds since 1970-01-01 00:00 UTC.
    package let seconds: Int64
    package let microseconds: Int64

    package init(seconds: Int64, microseconds: Int64) {
      self.seconds = seconds
      self.microseconds = microseconds
    }
  }

  /// What arrived with the message, which has been found to be JSON.
  private let buffer: [UInt8]
  private let places: Places

  /// Where the values of the members begin; 0 for one that is missing or of another type.
  struct Places {
    var name = 0
    var data = 0
    var timestamp = 0
  }

  init(_ buffer: [UInt8], _ places: Places) {
    self.buffer = buffer
    self.places = places
  }

  package var name: String {
    let bytes = buffer.span
    var reader = JSONReader(at: places.name)
    return (try? reader.string(bytes)).map { reader.text($0, bytes) } ?? ""
  }

  package func isNamed(_ name: StaticString) -> Bool {
    let bytes = buffer.span
    var reader = JSONReader(at: places.name)
    guard let token = try? reader.string(bytes) else { return false }
    return reader.equals(token, name, bytes)
  }

  /// The event's data; empty when there are none.
  package var data: JSONObject {
    object(at: places.data) ?? [:]
  }

  /// The shape `{"seconds": int, "microseconds": int}`; nil for any other.
  package var timestamp: Timestamp? {
    guard places.timestamp > 0 else { return nil }
    let bytes = buffer.span
    var reader = JSONReader(at: places.timestamp)
    var values: (seconds: JSONValue?, microseconds: JSONValue?)
    do {
      try reader.enterObject(bytes)
      while let name = try reader.nextName(bytes) {
        if reader.equals(name, "seconds", bytes) {
          values.seconds = try JSONParser.value(&reader, bytes)
        } else if reader.equals(name, "microseconds", bytes) {
          values.microseconds = try JSONParser.value(&reader, bytes)
        } else {
          try reader.skip(bytes)
        }
      }
    } catch {
      return nil
    }
    guard let seconds = values.seconds?.integer, let microseconds = values.microseconds?.integer
    else { return nil }
    return Timestamp(seconds: seconds, microseconds: microseconds)
  }

  private func object(at place: Int) -> JSONObject? {
    guard place > 0 else { return nil }
    var reader = JSONReader(at: place)
    return (try? JSONParser.value(&reader, buffer.span))?.object
  }

  /// The values of two members of the data that are strings, found without taking the rest apart.
  package func strings(
    _ first: StaticString,
    _ second: StaticString
  ) -> (first: String, second: String)? {
    guard places.data > 0 else { return nil }
    let bytes = buffer.span
    var reader = JSONReader(at: places.data)
    var values: (first: JSONReader.StringToken?, second: JSONReader.StringToken?)
    do {
      try reader.enterObject(bytes)
      while let name = try reader.nextName(bytes) {
        if reader.equals(name, first, bytes) {
          values.first = try reader.stringOrSkip(bytes)
        } else if reader.equals(name, second, bytes) {
          values.second = try reader.stringOrSkip(bytes)
        } else {
          try reader.skip(bytes)
        }
      }
    } catch {
      return nil
    }
    guard let first = values.first, let second = values.second else { return nil }
    return (reader.text(first, bytes), reader.text(second, bytes))
  }
}
