import Glibc

/// A server that plays moves instead of keeping to a protocol.
///
/// It serves one client at a time, each in a conversation of its own, on a unix socket in a directory
/// of its own or on a port of 127.0.0.1. It stops with the last reference.
package final class HostileServer: Sendable {
  /// How jobctl's `--socket` names it: a path, or tcp:127.0.0.1:PORT.
  package let address: String
  private let directory: TemporaryDirectory
  private let thread: ServerThread

  /// Makes a conversation for each client.
  package init(
    over transport: FakeMonitor.Transport = .unix,
    _ conversation: @escaping @Sendable () -> any HostileConversation
  ) throws(SupportFailure) {
    let directory = try TemporaryDirectory()
    let listener =
      switch transport {
      // A name that `jobctl sockets` does not take for a monitor's: others' probes stay away.
      case .unix: try Listener(unix: directory.path("storm"))
      case .tcp: try Listener()
      }
    self.directory = directory
    address = listener.address
    thread = try ServerThread { stop in
      while let socket = listener.accept(stop: stop) {
        var player = Player(connection: ServerConnection(socket, stop: stop))
        do throws(ServerConnection.End) {
          try player.play(conversation())
        } catch {
          if error == .stopped { return }
        }
      }
    }
  }

  /// A path beside the socket, for what a test needs there.
  package func path(_ name: String) -> String {
    directory.path(name)
  }

  /// Plays the moves of one client's conversation.
  private struct Player {
    var connection: ServerConnection

    mutating func play(
      _ conversation: any HostileConversation
    ) throws(ServerConnection.End) -> Never {
      var conversation = conversation
      for move in conversation.begin() { try play(move) }
      while true {
        let request = FakeMonitor.Request(try connection.receive())
        for move in conversation.answer(request) { try play(move) }
      }
    }

    private mutating func play(_ move: Move) throws(ServerConnection.End) {
      switch move {
      case .send(let bytes):
        try connection.send(bytes)
      case .drip(let bytes, let count, let pause):
        for start in stride(from: 0, to: bytes.count, by: count) {
          if start > 0 { try connection.pause(pause) }
          try connection.send(Array(bytes[start..<min(start + count, bytes.count)]))
        }
      case .flood(let bytes):
        while true { try connection.send(bytes) }
      case .stall:
        while true { _ = try connection.receive() }
      case .stallWithoutReading:
        try connection.waitForPeerToLeave()
      case .finishSending:
        connection.finishSending()
        while true { _ = try connection.receive() }
      case .close:
        throw .peerLeft
      case .reset:
        connection.resetWhenClosed()
        throw .peerLeft
      }
    }
  }
}
