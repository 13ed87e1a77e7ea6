/// An asynchronous event: `{"event": str, "data": object?, "timestamp": …}` (QMP specification).
///
/// It keeps the message as it came. A server can send hundreds of thousands a second, of which a
/// program looks at a member or two, so nothing is taken apart before it is asked for.
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

  /// The whole message, which has been found to be JSON.
  private let message: [UInt8]
  /// Where the values of `event`, `data` and `timestamp` begin; 0 for one that is missing or of
  /// another type.
  private let places: Places

  struct Places {
    var name: UInt32 = 0
    var data: UInt32 = 0
    var timestamp: UInt32 = 0
  }

  init(message: [UInt8], places: Places) {
    self.message = message
    self.places = places
  }

  package var name: String {
    let bytes = message.span
    var reader = JSONReader(at: Int(places.name))
    return (try? reader.textOrSkip(bytes)) ?? ""
  }

  package func isNamed(_ name: StaticString) -> Bool {
    let bytes = message.span
    var reader = JSONReader(at: Int(places.name))
    guard let token = try? reader.string(bytes) else { return false }
    return reader.equals(token, name, bytes)
  }

  /// The event's data; empty when there are none.
  package var data: JSONObject {
    object(at: places.data) ?? [:]
  }

  package var timestamp: Timestamp? {
    object(at: places.timestamp).flatMap(Timestamp.init)
  }

  private func object(at place: UInt32) -> JSONObject? {
    guard place > 0 else { return nil }
    var reader = JSONReader(at: Int(place))
    return (try? JSONParser.value(&reader, message.span))?.object
  }

  /// The values of two members of the data that are strings, found without taking the rest apart.
  package func strings(
    _ first: StaticString,
    _ second: StaticString
  ) -> (first: String, second: String)? {
    guard places.data > 0 else { return nil }
    let bytes = message.span
    var reader = JSONReader(at: Int(places.data))
    var values: (first: String?, second: String?)
    try? reader.object(bytes) { (reader, name) throws(JSONError) in
      if reader.equals(name, first, bytes) {
        values.first = try reader.textOrSkip(bytes)
      } else if reader.equals(name, second, bytes) {
        values.second = try reader.textOrSkip(bytes)
      } else {
        try reader.skip(bytes)
      }
    }
    guard let first = values.first, let second = values.second else { return nil }
    return (first, second)
  }
}

extension Event.Timestamp {
  /// The shape `{"seconds": int, "microseconds": int}`; nil for any other.
  init?(_ object: JSONObject) {
    guard let seconds = object["seconds"]?.integer,
      let microseconds = object["microseconds"]?.integer
    else { return nil }
    self.init(seconds: seconds, microseconds: microseconds)
  }
}
