import QMP

// The steps of a conversation that many have; the ids that the server sees begin with "t".

extension Switchboard {
  /// The server has greeted and negotiated.
  static func open() -> Switchboard {
    var switchboard = Switchboard(idPrefix: "t", deadline: .seconds(5))
    _ = switchboard.server(.greeting + #"{"return": {}, "id": "t-1"}"#)
    return switchboard
  }

  /// A client that has been greeted, and has said nothing.
  mutating func newcomer() -> ClientID {
    guard let id = connect() else { preconditionFailure("the switchboard is open") }
    _ = output(id)
    return id
  }

  /// A client that has negotiated, and whose output so far has been taken.
  mutating func client() -> ClientID {
    let id = newcomer()
    _ = client(id, #"{"execute": "qmp_capabilities"}"#)
    _ = output(id)
    return id
  }

  /// The server says this; what is done then.
  mutating func server(_ text: String) -> [String] {
    receive(text.bytes.span)
    return actions()
  }

  /// The server answers its last command, with an empty object.
  mutating func answer(_ number: Int) -> [String] {
    server("{\"return\": {}, \"id\": \"t-\(number)\"}\r\n")
  }

  /// A client says this; what is done then.
  mutating func client(_ id: ClientID, _ text: String) -> [String] {
    receive(text.bytes.span, from: id)
    return actions()
  }

  /// What is to be sent to a client, line by line.
  mutating func output(_ id: ClientID) -> [String] {
    takeOutput(for: id).text.split(separator: "\r\n").map(String.init)
  }

  /// The same, as ``Said`` tells it.
  mutating func said(_ id: ClientID) -> [String] {
    output(id).map { Said.text(of: $0) }
  }

  private mutating func actions() -> [String] {
    var actions: [String] = []
    while let action = next() {
      switch action {
      case .send(let bytes): actions.append(String(bytes.text.dropLast()))
      case .open: actions.append("open")
      case .fail(let failure): actions.append("\(failure)")
      }
    }
    return actions
  }
}
