/// A member of a message that is of another type, absurd, evil or missing.
extension Fault {
  static let members: [Squall] = places.map { place in
    Squall(
      name: "\(place.path.joined(separator: "/")) of \(place.message)",
      faults: literals.map { name, literal in
        Fault(
          "\(name) for \(place.path.joined(separator: "/")) of \(place.message)",
          place.moment,
          .edit(place.path, literal)
        )
      },
      step: 5
    )
  }

  static let errors: [Fault] =
    classes.map { name, word in
      Fault("an error of class \(name) to everything", .reply, .error(word, "\"no\""))
    }
    + texts.map { name, text in
      Fault("an error that says \(name) to everything", .reply, .error("\"GenericError\"", text))
    } + [
      Fault("an error to the negotiation", .negotiation, .error("\"CommandNotFound\"", evil)),
      Fault("an error of no class to the negotiation", .negotiation, .error("7", "\"no\"")),
    ]

  /// A text that clears the screen, rings, goes back, turns red by C1, turns the direction, breaks the
  /// line and hides, as JSON.
  static let evil =
    #""\u001b]0;pwned\u0007\u001b[2J\r\#u{9B}31m\u009b2J\#u{202E}\#u{2028}\#u{2067}\nINJECTED\t\u0000\#u{7F}""#

  private struct Place {
    let message: String
    let moment: Moment
    let path: [String]
  }

  private static let places: [Place] =
    places(
      "the greeting",
      .greeting,
      [
        ["QMP"], ["QMP", "version"], ["QMP", "version", "qemu"],
        ["QMP", "version", "qemu", "major"],
        ["QMP", "version", "qemu", "minor"], ["QMP", "version", "qemu", "micro"],
        ["QMP", "version", "package"], ["QMP", "capabilities"],
      ]
    )
    + places("the negotiation's reply", .negotiation, [["return"], ["id"]])
    + places("every reply", .reply, [["return"], ["id"], ["return", "*"]])
    + places(
      "JobInfo",
      .replyTo("query-jobs"),
      [
        "id", "type", "status", "current-progress", "total-progress", "error",
      ].map { ["return", "*", $0] }
    )
    + places(
      "BlockJobInfo",
      .replyTo("query-block-jobs"),
      [
        "type", "device", "len", "offset", "busy", "paused", "speed", "io-status", "ready",
        "status",
        "auto-finalize", "auto-dismiss", "error",
      ].map { ["return", "*", $0] }
    )
    + places("CommandInfo", .replyTo("query-commands"), [["return", "*", "name"]])
    + places(
      "every event",
      .event,
      [
        ["event"], ["data"], ["timestamp"], ["timestamp", "seconds"],
        ["timestamp", "microseconds"],
      ]
    )
    + events.flatMap { name, members in
      places(name, .eventNamed(name), members.map { ["data", $0] })
    }

  /// The members of each event of a job (qapi/job.json, qapi/block-core.json).
  private static let events: [(String, [String])] = [
    ("JOB_STATUS_CHANGE", ["id", "status"]),
    ("BLOCK_JOB_READY", companion),
    ("BLOCK_JOB_COMPLETED", companion + ["error"]),
    ("BLOCK_JOB_CANCELLED", companion),
    ("BLOCK_JOB_ERROR", ["device", "operation", "action"]),
    ("BLOCK_JOB_PENDING", ["type", "id"]),
  ]

  private static let companion = ["type", "device", "len", "offset", "speed"]

  private static func places(_ message: String, _ moment: Moment, _ paths: [[String]]) -> [Place] {
    paths.map { Place(message: message, moment: moment, path: $0) }
  }

  private static let literals: [(String, String?)] = [
    ("nothing", nil), ("null", "null"), ("true", "true"), ("an evil text", evil),
    ("an empty text", "\"\""), ("a long text", "\"\(String(repeating: "ü", count: 5000))\""),
    ("a pattern", "\"*[a\\\\?\""), ("an option", "\"--all\""), ("7", "7"), ("-1", "-1"),
    ("2^63 - 1", "9223372036854775807"), ("-2^63", "-9223372036854775808"),
    ("2^64 - 1", "18446744073709551615"), ("2^64", "18446744073709551616"), ("1e308", "1e308"),
    ("1e400", "1e400"), ("-0.5", "-0.5"), ("a list", "[1, \"a\"]"), ("an object", "{\"a\": {}}"),
    (
      "what is deeply nested",
      String(repeating: "[", count: 900) + String(repeating: "]", count: 900)
    ),
  ]

  private static let classes: [(String, String)] = [
    ("GenericError", "\"GenericError\""), ("CommandNotFound", "\"CommandNotFound\""),
    ("DeviceNotActive", "\"DeviceNotActive\""), ("DeviceNotFound", "\"DeviceNotFound\""),
    ("KVMMissingCap", "\"KVMMissingCap\""), ("DeviceEncrypted", "\"DeviceEncrypted\""),
    ("an unknown word", "\"TotallyNewError\""), ("an empty word", "\"\""), ("an evil word", evil),
    ("null", "null"), ("a number", "7"), ("a list", "[]"),
  ]

  private static let texts: [(String, String)] = [
    ("an evil text", evil), ("nothing", "\"\""), ("null", "null"), ("a number", "7"),
    ("a list", "[\"a\"]"), ("a megabyte", "\"\(String(repeating: "x", count: 1 << 20))\""),
    ("that a job is not found", "\"Job not found\""),
    ("that a block job is not found", "\"Block job 'live' not found\""),
    (
      "a state of another job",
      "\"Job '\\u001b[2J' in state '\\u202e' cannot accept command verb 'x'\""
    ),
    ("half of a known sentence", "\"Job '\""),
  ]
}
