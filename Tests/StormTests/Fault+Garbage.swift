import TestSupport

/// What is no QMP, at each place of a conversation.
extension Fault {
  static let garbage: [Squall] = places.map { place, moment in
    Squall(
      name: "what is no QMP, beside and instead of \(place)",
      faults: texts.flatMap { name, bytes in
        [
          Fault("\(name) before \(place)", moment, .before([.send(bytes)])),
          Fault("\(name) instead of \(place)", moment, .instead([.send(bytes)])),
        ]
      }
    )
  }

  static let floods: [Fault] = places.flatMap { place, moment in
    flooding.map { name, bytes in
      Fault("a flood of \(name) instead of \(place)", moment, .instead([.flood(bytes)]))
    }
  }

  private static let places: [(String, Moment)] = [
    ("the greeting", .greeting), ("the negotiation's reply", .negotiation), ("a reply", .reply),
    ("an event", .event),
  ]

  private static let texts: [(String, [UInt8])] =
    [
      ("another protocol's banner", "SSH-2.0-OpenSSH_9.2p1\r\n"),
      ("an HTTP refusal", "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"),
      (
        "a human monitor's banner",
        "QEMU 7.2.22 monitor - type 'help' for more information\r\n(qemu) "
      ),
      ("a title for the terminal", "\u{1B}]0;pwned\u{7}\u{9B}31m\r\n"),
      ("a closing bracket", "}"),
      ("half a message", "{\"return\": "),
      ("an empty object", "{}\r\n"),
      ("an empty list", "[]\r\n"),
      ("a message in a list", "[{\"return\": {}, \"id\": $id}]\r\n"),
      ("a message in a string", "\"{\\\"return\\\": {}}\"\r\n"),
      ("a number", "42\r\n"), ("null", "null\r\n"),
      ("a long blank", String(repeating: " ", count: 5000)),
      ("neither return nor error", "{\"id\": $id}\r\n"),
      (
        "both return and error",
        "{\"return\": {}, \"error\": {\"class\": \"a\", \"desc\": \"b\"}, \"id\": $id}\r\n"
      ),
      (
        "everything in one",
        "{\"QMP\": {}, \"event\": \"a\", \"return\": {}, \"error\": {}, \"id\": $id}\r\n"
      ),
      ("a greeting without a version", "{\"QMP\": {\"capabilities\": []}}\r\n"),
      ("a greeting", HonestServer.greeting.text + "\r\n"),
      ("an event of nothing", "{\"event\": \"NOTHING\", \"data\": {}}\r\n"),
      (
        "an event without a time",
        "{\"event\": \"JOB_STATUS_CHANGE\", \"data\": {\"id\": \"live\", \"status\": \"ready\"}}\r\n"
      ),
      ("a reply for somebody else", "{\"return\": {}, \"id\": \"jobctl-1-1\"}\r\n"),
      ("a reply for number 7", "{\"return\": {}, \"id\": 7}\r\n"),
      ("a reply for nobody", "{\"return\": {}}\r\n"),
      ("a reply for an object", "{\"return\": {}, \"id\": {\"a\": [$id]}}\r\n"),
      (
        "an error for nobody",
        "{\"error\": {\"class\": \"GenericError\", \"desc\": \"JSON parse error\"}}\r\n"
      ),
      (
        "an error for somebody else",
        "{\"error\": {\"class\": \"GenericError\", \"desc\": \"no\"}, \"id\": \"x\"}\r\n"
      ),
      ("single quotes", "{'return': {}, 'id': $id}\r\n"),
      ("a trailing comma", "{\"return\": {}, \"id\": $id,}\r\n"),
      ("a comment", "/* hello */ {\"return\": {}, \"id\": $id}\r\n"),
      ("NaN", "{\"return\": NaN, \"id\": $id}\r\n"),
      ("a raw escape in a string", "{\"return\": \"\u{1B}[2J\", \"id\": $id}\r\n"),
      ("half of a surrogate pair", "{\"return\": \"\\ud800\", \"id\": $id}\r\n"),
      ("two ids", "{\"id\": \"a\", \"return\": {}, \"id\": $id}\r\n"),
      ("two returns", "{\"return\": [], \"return\": {}, \"id\": $id}\r\n"),
      ("a return of null", "{\"return\": null, \"id\": $id}\r\n"),
      ("a return of text", "{\"return\": \"\\u001b[2J\\u202e\\nINJECTED\", \"id\": $id}\r\n"),
      ("a thousand brackets", "{\"return\": \(nested("[", "]", 1000)), \"id\": $id}\r\n"),
      (
        "a hundred thousand brackets", "{\"return\": \(nested("[", "]", 100_000)), \"id\": $id}\r\n"
      ),
      ("ten thousand open objects", String(repeating: "{\"a\":", count: 10_000)),
      (
        "a number of ten thousand digits",
        "{\"return\": 1\(String(repeating: "0", count: 10_000)), \"id\": $id}\r\n"
      ),
      ("a member of a million letters", "{\"\(String(repeating: "x", count: 1 << 20))\": 1}\r\n"),
    ].map { ($0, Array($1.utf8)) } + [
      ("NUL bytes", [0, 0, 0, 0]),
      ("what is not UTF-8", [0xFF, 0xFE, 0xC3, 0x28, 0x0A]),
      (
        "a string that is not UTF-8",
        Array("{\"return\": \"".utf8) + [0xED, 0xA0, 0x80] + Array("\", \"id\": $id}\r\n".utf8)
      ),
      ("a byte order mark", [0xEF, 0xBB, 0xBF]),
      ("telnet's options", [0xFF, 0xFB, 0x01, 0xFF, 0xFD, 0x03]),
      ("a TLS alert", [0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x46]),
      ("every byte", Array(0...255)),
      ("UTF-16", Array("{\"QMP\": {}}".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })),
    ]

  private static let flooding: [(String, [UInt8])] = [
    ("line ends", Array("\n".utf8).cycled(4096)),
    ("blanks", Array(" ".utf8).cycled(4096)),
    ("NUL bytes", [UInt8(0)].cycled(4096)),
    ("open brackets", Array("[".utf8).cycled(4096)),
    ("objects in objects", Array("{\"a\":".utf8).cycled(1024)),
    ("a string", Array("{\"return\": \"".utf8) + Array("x".utf8).cycled(4096)),
    ("greetings", Array((HonestServer.greeting.text + "\r\n").utf8).cycled(32)),
    ("replies for somebody else", Array("{\"return\": {}, \"id\": \"x\"}\r\n".utf8).cycled(128)),
    ("replies for nobody", Array("{\"return\": {}}\r\n".utf8).cycled(128)),
    (
      "events",
      Array(
        """
        {"timestamp": {"seconds": 1700000000, "microseconds": 1}, "event": "JOB_STATUS_CHANGE", \
        "data": {"status": "paused", "id": "live"}}\r\n{"timestamp": {"seconds": 1700000000, \
        "microseconds": 2}, "event": "JOB_STATUS_CHANGE", "data": {"status": "running", "id": \
        "live"}}\r\n
        """.utf8
      ).cycled(32)
    ),
    (
      "errors of a job",
      Array(
        """
        {"timestamp": {"seconds": 1700000000, "microseconds": 1}, "event": "BLOCK_JOB_ERROR", \
        "data": {"device": "live", "operation": "write", "action": "ignore"}}\r\n
        """.utf8
      ).cycled(32)
    ),
    (
      "other events",
      Array("{\"event\": \"STOP\", \"timestamp\": {\"seconds\": 1, \"microseconds\": 1}}\r\n".utf8)
        .cycled(64)
    ),
  ]

  private static func nested(_ open: String, _ close: String, _ depth: Int) -> String {
    String(repeating: open, count: depth) + String(repeating: close, count: depth)
  }
}
