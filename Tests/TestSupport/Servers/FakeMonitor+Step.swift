extension FakeMonitor {
  /// One step of a script.
  ///
  /// When a script is over, the connection is closed.
  package enum Step: Sendable {
    /// Sends these bytes as they are.
    case send([UInt8])
    /// Waits for a request and notes it.
    case receive
    /// Answers the last request: this object with its id.
    case reply(JSON)
    /// Waits until the test calls `proceed`.
    case waitForTest
    /// Closes the connection.
    case close
    /// Closes the connection with a reset; over a unix socket it is a plain close.
    case reset
    /// Stays silent until the client leaves, and notes what it sends.
    case stall
    /// Stays silent until the client leaves, and does not even read.
    case stallWithoutReading
    /// Sends these bytes again and again until the client leaves.
    case flood([UInt8])

    /// Sends this text as it is.
    package static func send(_ text: String) -> Step {
      .send(Array(text.utf8))
    }

    /// Sends a message on a line of its own.
    package static func send(_ message: JSON) -> Step {
      .send("\(message.text)\r\n")
    }

    /// Sends a greeting.
    package static func greet(_ version: String = "7.2.22") -> Step {
      .send(greeting(version))
    }

    /// Sends an event, with a fixed time.
    package static func event(_ name: String, _ data: JSON) -> Step {
      .send(FakeMonitor.event(name, data))
    }

    /// Answers the last request with success.
    package static func succeed(_ result: JSON = [:]) -> Step {
      .reply(["return": result])
    }

    /// Answers the last request with an error.
    package static func fail(_ text: String, errorClass: String = "GenericError") -> Step {
      .reply(["error": ["class": .string(errorClass), "desc": .string(text)]])
    }

    /// Greets, then waits for the negotiation and agrees.
    package static func negotiate(_ version: String = "7.2.22") -> [Step] {
      [.greet(version), .receive, .succeed()]
    }

    /// What a server of this version says first.
    package static func greeting(_ version: String = "7.2.22") -> JSON {
      let numbers = version.split(separator: ".").map { JSON.integer(Int($0) ?? 0) } + [0, 0, 0]
      return [
        "QMP": [
          "version": [
            "qemu": ["major": numbers[0], "minor": numbers[1], "micro": numbers[2]],
            "package": "",
          ],
          "capabilities": ["oob"],
        ]
      ]
    }
  }

  /// An event with a fixed time.
  static func event(_ name: String, _ data: JSON) -> JSON {
    [
      "event": .string(name), "data": data,
      "timestamp": ["seconds": 1_700_000_000, "microseconds": 0],
    ]
  }
}
