import QMP

extension ServerMessage {
  /// Reads a text that holds one message, and what may follow it.
  init?(_ text: String) throws(JSONError) {
    var offset = 0
    guard let message = try ServerMessage.read(text.bytes, &offset) else { return nil }
    self = message
  }
}

extension Event {
  /// Reads a text that holds an event.
  init?(_ text: String) {
    guard case .event(let event) = try? ServerMessage(text) else { return nil }
    self = event
  }
}

extension ServerMessage: Equatable {
  static func == (left: Self, right: Self) -> Bool {
    switch (left, right) {
    case (.greeting(let left), .greeting(let right)): left == right
    case (.success(let leftID, let left), .success(let rightID, let right)):
      leftID == rightID && left == right
    case (.failure(let leftID, let left), .failure(let rightID, let right)):
      leftID == rightID && left == right
    case (.event(let left), .event(let right)): left == right
    default: false
    }
  }
}

extension Event: Equatable {
  static func == (left: Self, right: Self) -> Bool {
    left.name == right.name && left.data == right.data && left.timestamp == right.timestamp
  }
}
