extension HostileServer {
  /// One thing that a server does on the wire.
  package enum Move: Sendable, Hashable {
    case send([UInt8])
    /// Sends these bytes in pieces of so many, with a pause before each but the first.
    case drip([UInt8], count: Int, every: Duration)
    /// Sends these bytes again and again until the client leaves.
    case flood([UInt8])
    /// Stays silent until the client leaves, and reads what it sends.
    case stall
    /// Stays silent until the client leaves, and does not even read.
    case stallWithoutReading
    /// Says that nothing more will come, and reads on.
    case finishSending
    case close
    /// Closes with a reset; over a unix socket it is a plain close, with what was not read unread.
    case reset

    package static func send(_ text: String) -> Move {
      .send(Array(text.utf8))
    }
  }
}

/// What a hostile server says to one client, as a value.
package protocol HostileConversation {
  /// What it does before the client has said anything.
  mutating func begin() -> [HostileServer.Move]
  mutating func answer(_ request: FakeMonitor.Request) -> [HostileServer.Move]
}
