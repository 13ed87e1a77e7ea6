/// One message from a server, told apart by its members (QMP specification, "Protocol Details").
package enum ServerMessage: Sendable {
  case greeting(Greeting)
  /// `id` is nil when the reply has none, as the reply to a request without one.
  case success(id: JSONValue?, value: JSONValue)
  /// `id` is nil for every request that the server could not parse.
  case failure(id: JSONValue?, error: ServerError)
  case event(Event)
}

extension ServerMessage {
  /// The members of a reply or a greeting, as far as they have been met.
  private struct Members {
    var result: JSONValue?
    var error: JSONValue?
    var id: JSONValue?
    var greeting: JSONValue?

    var message: ServerMessage? {
      if let result { return .success(id: id, value: result) }
      if let error = error.flatMap(ServerError.init) { return .failure(id: id, error: error) }
      return greeting.flatMap(Greeting.init).map(ServerMessage.greeting)
    }
  }

  /// Reads the message at `offset`, which moves behind it; what follows in `bytes` is not looked
  /// at.
  ///
  /// Nil for JSON that no server may send.
  package static func read(
    _ bytes: Span<UInt8>,
    _ offset: inout Int
  ) throws(JSONError) -> ServerMessage? {
    var reader = JSONReader(at: offset)
    guard try reader.peek(bytes) == UInt8(ascii: "{") else {
      try reader.skip(bytes)
      return nil
    }
    let start = reader.offset
    var places = Event.Places()
    var members = Members()
    try reader.object(bytes) { (reader, name) throws(JSONError) in
      let first = try reader.peek(bytes)
      let place = UInt32(truncatingIfNeeded: reader.offset &- start)
      if reader.equals(name, "timestamp", bytes) {
        places.timestamp = first == UInt8(ascii: "{") ? place : 0
      } else if reader.equals(name, "event", bytes) {
        places.name = first == UInt8(ascii: "\"") ? place : 0
      } else if reader.equals(name, "data", bytes) {
        places.data = first == UInt8(ascii: "{") ? place : 0
      } else if reader.equals(name, "return", bytes) {
        members.result = try JSONParser.value(&reader, bytes)
        return
      } else if reader.equals(name, "error", bytes) {
        members.error = try JSONParser.value(&reader, bytes)
        return
      } else if reader.equals(name, "id", bytes) {
        members.id = try JSONParser.value(&reader, bytes)
        return
      } else if reader.equals(name, "QMP", bytes) {
        members.greeting = try JSONParser.value(&reader, bytes)
        return
      }
      try reader.skip(bytes)
    }
    offset = reader.offset
    guard places.name > 0 else { return members.message }
    let message = bytes.extracting(start..<offset).withUnsafeBufferPointer { Array($0) }
    return .event(Event(message: message, places: places))
  }
}
