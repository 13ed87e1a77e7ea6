import Glibc

extension FilteringProxy {
  /// One client's turn: messages from either side, each judged by the rules of the moment.
  struct Session {
    private let client: ServerConnection
    private let monitor: ServerConnection
    private let wake: OwnedDescriptor
    private let state: Watched<State>
    private let disconnections: Int
    private var fromClient = MessageFramer()
    private var fromMonitor = MessageFramer()
    /// The ids of forwarded requests whose replies are changed, and their commands.
    private var pending: [JSON: String] = [:]

    init(
      _ client: OwnedDescriptor,
      _ monitor: OwnedDescriptor,
      stop: OwnedDescriptor,
      wake: OwnedDescriptor,
      state: Watched<State>
    ) {
      self.client = ServerConnection(client, stop: stop)
      self.monitor = ServerConnection(monitor, stop: stop)
      self.wake = wake
      self.state = state
      disconnections = state.current.disconnections
    }

    /// Forwards until one side leaves or the owner breaks it off.
    mutating func forward() throws(ServerConnection.End) {
      while true {
        var poll = Poll()
        for owned in [client.socket, monitor.socket, client.stop, wake] { poll.add(owned.number) }
        guard (try? poll.wait(until: nil)) == true else { throw .peerLeft }
        if poll.isReady(client.stop.number) { throw .stopped }
        if poll.isReady(wake.number) { _ = try? wake.readAvailable() }
        guard state.current.disconnections == disconnections else { throw .peerLeft }
        if poll.isReady(monitor.socket.number) {
          fromMonitor.append(try read(monitor.socket))
          while let message = fromMonitor.next() { try passToClient(message) }
        }
        if poll.isReady(client.socket.number) {
          fromClient.append(try read(client.socket))
          while let message = fromClient.next() { try passToMonitor(message) }
        }
      }
    }

    private func read(_ socket: OwnedDescriptor) throws(ServerConnection.End) -> [UInt8] {
      guard let bytes = try? socket.readAvailable() else { return [] }
      guard !bytes.isEmpty else { throw .peerLeft }
      return bytes
    }

    private mutating func passToMonitor(_ bytes: [UInt8]) throws(ServerConnection.End) {
      let rules = state.current.rules
      let request = try? JSON(parsing: String(decoding: bytes, as: UTF8.self))
      guard let request, let command = request["execute"]?.string else {
        return try monitor.send(bytes + [UInt8(ascii: "\n")])
      }
      state.update { $0.requests.append(request) }
      if rules.unansweredCommands.contains(command) { return }
      if rules.hiddenCommands.contains(command) {
        var reply: JSON = [
          "error": [
            "class": "CommandNotFound",
            "desc": .string("The command \(command) has not been found"),
          ]
        ]
        reply["id"] = request["id"]
        return try client.send(reply)
      }
      if command == "query-commands" || rules.unansweredReplies.contains(command) {
        pending[request["id"] ?? nil] = command
      }
      try monitor.send(bytes + [UInt8(ascii: "\n")])
    }

    private mutating func passToClient(_ bytes: [UInt8]) throws(ServerConnection.End) {
      let rules = state.current.rules
      let text = String(decoding: bytes, as: UTF8.self)
      guard var message = try? JSON(parsing: text) else { throw .peerLeft }
      if let event = message["event"]?.string {
        if rules.hiddenEvents.contains(event) { return }
      } else if let greeting = message["QMP"] {
        if let version = rules.version {
          var changed = greeting
          changed["version"] = FakeMonitor.Step.greeting(version)["QMP"]?["version"]
          message["QMP"] = changed
          return try client.send(message)
        }
      } else if let command = pending.removeValue(forKey: message["id"] ?? nil) {
        if rules.unansweredReplies.contains(command) { return }
        let visible = message["return"]?.elements.filter { entry in
          !rules.hiddenCommands.contains(entry["name"]?.string ?? "")
        }
        message["return"] = visible.map(JSON.array)
        return try client.send(message)
      }
      try client.send(bytes + Array("\r\n".utf8))
    }
  }
}
