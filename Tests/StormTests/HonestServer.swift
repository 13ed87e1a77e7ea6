import TestSupport

/// What a server without faults says: six jobs in six statuses, and two of them that come to an end
/// as soon as somebody has looked.
///
/// Every member of JobInfo, BlockJobInfo and the events of jobs is there, so that each can be wrong.
struct HonestServer {
  static let greeting: JSON = [
    "QMP": [
      "version": ["qemu": ["major": 7, "minor": 2, "micro": 22], "package": "Debian"],
      "capabilities": ["oob"],
    ]
  ]

  /// `live` will succeed and `gone` be cancelled; the others are named for what they wait for.
  private let jobs = FakeJobs([
    "live": .init("mirror", current: 1000, speed: 1 << 20),
    "gone": .init("backup", current: 10),
    "run": .init("backup", current: 100, speed: 1 << 20),
    "still": .init("mirror", "paused"),
    "full": .init("mirror", "ready", current: 1 << 20),
    "due": .init("commit", "pending", current: 1 << 20),
    "over": .init("stream", "concluded", error: "No space left on device"),
  ])
  private var hasTold = false

  /// What it says upon a request, which may change its jobs.
  mutating func answer(_ request: FakeMonitor.Request) -> [Message] {
    let command = request.command
    guard command != "qmp_capabilities" else {
      return [Message(topic: .negotiation, value: Self.reply([:], to: request))]
    }
    var messages = told(request).map { response in
      switch response {
      case .succeed(let value):
        Message(topic: .reply(to: command), value: Self.reply(value, to: request))
      case .fail(let text, let errorClass):
        Message(topic: .reply(to: command), value: Self.error(errorClass, text, to: request))
      case .event(let name, let data):
        Self.event(name, data)
      case .send, .close, .perform:
        preconditionFailure("no honest server does so")
      }
    }
    if command == "query-jobs", !hasTold {
      hasTold = true
      messages += news
    }
    return messages
  }

  private func told(_ request: FakeMonitor.Request) -> [FakeMonitor.Response] {
    switch request.command {
    case "query-version": [.succeed(Self.greeting["QMP"]?["version"] ?? [:])]
    case "query-name": [.succeed(["name": "guest"])]
    default: jobs.answer(request)
    }
  }

  // MARK: - Events

  /// How two jobs end; from now on the server lists them as ended.
  private var news: [Message] {
    for id in ["live", "gone"] { jobs.jobs[id]?.status = "concluded" }
    jobs.jobs["gone"]?.error = "Operation canceled"
    let companion: JSON = [
      "type": "mirror", "device": "live", "len": 1_048_576, "offset": 1_048_576, "speed": 0,
    ]
    var failure = companion
    failure["error"] = "Input/output error"
    failure["device"] = "other"
    return [
      Self.event("BLOCK_JOB_ERROR", ["device": "live", "operation": "write", "action": "report"]),
      Self.status("live", "ready"),
      Self.event("BLOCK_JOB_READY", companion),
      Self.status("gone", "aborting"),
      Self.event(
        "BLOCK_JOB_CANCELLED",
        ["type": "backup", "device": "gone", "len": 1_048_576, "offset": 10, "speed": 0]
      ),
      Self.status("gone", "concluded"),
      Self.status("live", "waiting"),
      Self.status("live", "pending"),
      Self.event("BLOCK_JOB_PENDING", ["type": "mirror", "id": "live"]),
      Self.event("BLOCK_JOB_COMPLETED", companion),
      Self.event("BLOCK_JOB_COMPLETED", failure),
      Self.status("live", "concluded"),
    ]
  }

  private static func status(_ id: String, _ status: String) -> Message {
    event("JOB_STATUS_CHANGE", ["id": .string(id), "status": .string(status)])
  }

  private static func event(_ name: String, _ data: JSON) -> Message {
    Message(
      topic: .event(name),
      value: [
        "event": .string(name), "data": data,
        "timestamp": ["seconds": 1_700_000_000, "microseconds": 0],
      ]
    )
  }

  // MARK: - Replies

  private static func reply(_ value: JSON, to request: FakeMonitor.Request) -> JSON {
    var reply: JSON = ["return": value]
    reply["id"] = request.id
    return reply
  }

  private static func error(
    _ errorClass: String,
    _ text: String,
    to request: FakeMonitor.Request
  ) -> JSON {
    var reply: JSON = ["error": ["class": .string(errorClass), "desc": .string(text)]]
    reply["id"] = request.id
    return reply
  }
}
