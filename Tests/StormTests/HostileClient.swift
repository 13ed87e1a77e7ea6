import TestSupport
import Testing

/// A client that breaks the rules of a server, and how.
struct HostileClient: Sendable {
  enum Move: Sendable {
    /// Sends as much of these bytes as the server takes in a while.
    case send([UInt8])
    /// Sends these bytes one by one.
    case sendSlowly([UInt8])
    /// Takes what is there, or comes soon.
    case receive
    case finishSending
  }

  let name: String
  /// Behind these it stays, without reading, until its whole kind is told to leave.
  let moves: [Move]

  init(_ name: String, _ moves: Move...) {
    self.name = name
    self.moves = moves
  }

  /// Connects and makes its moves; what the server has closed is no use going on with.
  func visit(_ path: String) -> StreamSocket? {
    let patience = Duration.milliseconds(100)
    guard let socket = try? StreamSocket(unix: path) else { return nil }
    for move in moves {
      switch move {
      case .send(let bytes): try? socket.send(bytes, timeout: patience)
      case .sendSlowly(let bytes):
        for byte in bytes { try? socket.send([byte], timeout: patience) }
      case .receive: _ = try? socket.receive(timeout: patience)
      case .finishSending: socket.finishSending()
      }
    }
    return socket
  }

  // MARK: - The table

  static let all: [HostileClient] =
    [
      HostileClient("comes and says nothing"),
      HostileClient("closes its side at once", .finishSending),
      HostileClient("says every byte", .send(Array(0...255))),
      HostileClient("sends NUL bytes", .send([UInt8(0)].cycled(5000))),
      HostileClient("sends line ends", text("\n", 1 << 20)),
      HostileClient("sends blanks without end", text(" ", 5 << 20)),
      HostileClient("closes brackets", text("}", 100_000)),
      HostileClient("opens brackets", text("[", 1 << 20)),
      HostileClient("opens objects", text("{\"a\":", 200_000)),
      HostileClient("sends a string without end", text("{\"execute\": \"", 1), text("x", 5 << 20)),
      HostileClient("sends a number without end", text("{\"execute\": 1", 1), text("0", 1 << 20)),
      HostileClient(
        "sends what is not UTF-8",
        ready,
        .send(Array("\"".utf8) + [0xFF, 0xC3, 0x28, 0x22])
      ),
      HostileClient("does not negotiate", text(#"{"execute": "query-jobs"}"#, 10_000)),
      HostileClient(
        "negotiates again and again",
        text(#"{"execute": "qmp_capabilities"}"#, 10_000)
      ),
      HostileClient(
        "wants what is not offered",
        text(
          #"{"execute": "qmp_capabilities", "arguments": {"enable": ["oob", 7, null, "x"]}}"#,
          100
        )
      ),
      HostileClient("asks and does not read", ready, text(#"{"execute": "query-jobs"}"#, 10_000)),
      HostileClient(
        "asks, reads once and stops",
        ready,
        text(#"{"execute": "query-jobs"}"#, 5000),
        .receive
      ),
      HostileClient(
        "asks and closes its side",
        ready,
        text(#"{"execute": "query-jobs"}"#, 50),
        .finishSending
      ),
      HostileClient("sends half a request", ready, text(#"{"execute": "query-"#, 1)),
      HostileClient(
        "half a request, and closes its side",
        ready,
        text(#"{"execute": "quer"#, 1),
        .finishSending
      ),
      HostileClient(
        "sends a byte at a time",
        .sendSlowly(Array(#"{"execute": "qmp_capabilities"}"#.utf8)),
        .receive
      ),
      HostileClient("speaks as a server", text(HonestServer.greeting.text + "\r\n", 100)),
      HostileClient("answers", ready, text(#"{"return": {}, "id": "jobctl-1"}"#, 1000)),
      HostileClient(
        "tells events",
        ready,
        text(#"{"event": "JOB_STATUS_CHANGE", "data": {}}"#, 1000)
      ),
      HostileClient("asks out of band", ready, text(#"{"exec-oob": "query-jobs", "id": 1}"#, 1000)),
      HostileClient(
        "asks for nothing",
        ready,
        text("{}", 1000),
        text("[]", 1000),
        text("null ", 1000)
      ),
      HostileClient(
        "asks with other types",
        ready,
        text(#"{"execute": 7}{"execute": "job-pause", "arguments": []}"#, 500)
      ),
      HostileClient(
        "asks for what there is not",
        ready,
        text(#"{"execute": ""#, 1),
        text("\\u001b\\u202e", 50_000),
        text(#""}"#, 1)
      ),
      HostileClient(
        "has an id of a megabyte",
        ready,
        text(#"{"execute": "query-jobs", "id": ""#, 1),
        text("i", 1 << 20),
        text(#""}"#, 1)
      ),
      HostileClient(
        "has an id of a thousand levels",
        ready,
        text(#"{"execute": "query-jobs", "id": "#, 1),
        text("[", 1000),
        text("]", 1000),
        text("}", 1)
      ),
      HostileClient(
        "has one id for all",
        ready,
        text(#"{"execute": "query-version", "id": "jobctl-1"}"#, 3000)
      ),
      HostileClient(
        "has an id of strings without end",
        ready,
        text(#"{"execute": "query-jobs", "id": ["#, 1),
        text(#""0123456789abcdef0123456789abcdef","#, 100_000)
      ),
      HostileClient(
        "has an id of numbers without end",
        ready,
        text(#"{"execute": "query-jobs", "id": ["#, 1),
        text("[1],", 100_000)
      ),
      HostileClient(
        "has absurd numbers",
        ready,
        text(
          #"{"execute": "block-job-set-speed", "arguments": {"device": "j", "speed": 1e999}}"#,
          100
        )
      ),
    ]

  private static let ready = text(#"{"execute": "qmp_capabilities"}"#, 1)

  /// The text so many times; much less of it where there is no time for so much.
  private static func text(_ text: String, _ count: Int) -> Move {
    .send(Array(text.utf8).cycled(Storm.isComplete ? count : min(count, 500)))
  }
}

extension HostileClient: CustomTestStringConvertible {
  var testDescription: String { name }
}
