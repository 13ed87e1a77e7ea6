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
  /// Reads the message at `offset`, which moves behind it; what follows in `buffer` is not looked
  /// at.
  ///
  /// Nil for JSON that no server may send.
  package static func read(
    _ buffer: [UInt8],
    _ offset: inout Int
  ) throws(JSONError) -> ServerMessage? {
    let bytes = buffer.span
    var reader = JSONReader(at: offset)
    guard try reader.peek(bytes) == UInt8(ascii: "{") else {
      try reader.skip(bytes)
      return nil
    }
    var event = Event.Places()
    var places = Places()
    try reader.enterObject(bytes)
    let start = reader.offset
    // So begins whatever comes in masses.
    if reader.takeMember(spelt: #""timestamp": {"seconds": "#, #", "microseconds": "#, "}", bytes) {
      event.timestamp = start &+ #""timestamp": "#.utf8.count
    }
    while let name = try reader.nextName(bytes) {
      let first = try reader.peek(bytes)
      if reader.equals(name, "event", bytes) {
        event.name = first == UInt8(ascii: "\"") ? reader.offset : 0
      } else if reader.equals(name, "data", bytes) {
        event.data = first == UInt8(ascii: "{") ? reader.offset : 0
      } else if reader.equals(name, "timestamp", bytes) {
        event.timestamp = first == UInt8(ascii: "{") ? reader.offset : 0
      } else if reader.equals(name, "return", bytes) {
        // The longest of all values, and never that of an event: it is walked through once.
        reader.offset = try places.takeResult(reader, bytes)
        continue
      } else {
        places.note(name, reader, bytes)
      }
      try reader.skip(bytes)
    }
    offset = reader.offset
    guard event.name == 0 else { return .event(Event(buffer, event)) }
    return try places.message(bytes)
  }

  /// What a reply returns, and where the values of its or a greeting's other members begin; 0 for one
  /// that is missing.
  private struct Places {
    private var result: JSONValue?
    private var error = 0
    private var id = 0
    private var greeting = 0

    /// Notes the value that is next, if its name tells messages apart.
    mutating func note(
      _ name: JSONReader.StringToken,
      _ reader: JSONReader,
      _ bytes: Span<UInt8>
    ) {
      if reader.equals(name, "error", bytes) {
        error = reader.offset
      } else if reader.equals(name, "id", bytes) {
        id = reader.offset
      } else if reader.equals(name, "QMP", bytes) {
        greeting = reader.offset
      }
    }

    /// Reads the result, which is next, and answers the offset behind it.
    @inline(never)
    mutating func takeResult(
      _ reader: JSONReader,
      _ bytes: Span<UInt8>
    ) throws(JSONError) -> Int {
      var reader = reader
      result = try JSONParser.value(&reader, bytes)
      return reader.offset
    }

    func message(_ bytes: Span<UInt8>) throws(JSONError) -> ServerMessage? {
      if let result {
        return .success(id: try value(at: id, bytes), value: result)
      }
      if let error = try value(at: error, bytes).flatMap(ServerError.init) {
        return .failure(id: try value(at: id, bytes), error: error)
      }
      return try value(at: greeting, bytes).flatMap(Greeting.init).map(ServerMessage.greeting)
    }

    private func value(at place: Int, _ bytes: Span<UInt8>) throws(JSONError) -> JSONValue? {
      guard place > 0 else { return nil }
      var reader = JSONReader(at: place)
      return try JSONParser.value(&reader, bytes)
    }
  }
}
