import TestSupport

/// The conversation itself: negotiation, envelopes, syntax.
enum ProtocolScripts {
  static let all = [
    unnegotiated, capabilities, wrongCapabilities, outOfBand, envelopes, ids, numberedIDs,
    syntax, lexemes,
    strings, numbers, nesting, pieces, quit,
  ]

  private static func raw(_ name: String, negotiates: Bool = true, _ texts: [String]) -> Script {
    Script(name: "talk: \(name)", negotiates: negotiates, steps: texts.map(Step.text))
  }

  private static let unnegotiated = raw(
    "before the negotiation",
    negotiates: false,
    [
      #"{"execute":"query-jobs","id":1}"#, #"{"execute":"nonesuch"}"#, "[1]", "{]",
      #"{"execute":"job-pause","arguments":{"id":5}}"#, #"{"execute":"query-jobs","x":1}"#,
      #"{"execute":"qmp_capabilities","x":1}"#, #"{"execute":"qmp_capabilities","id":2}"#,
      #"{"execute":"query-jobs","id":1}"#,
    ]
  )

  private static let capabilities = raw(
    "negotiating again",
    negotiates: false,
    [
      #"{"execute":"qmp_capabilities","arguments":{"enable":[]},"id":2}"#,
      #"{"execute":"qmp_capabilities"}"#, #"{"execute":"qmp_capabilities","arguments":{"x":5}}"#,
      #"{"execute":"qmp_capabilities","arguments":{"enable":["oob"]}}"#,
    ]
  )

  private static let wrongCapabilities = raw(
    "negotiating wrongly",
    negotiates: false,
    [
      #"{"execute":"qmp_capabilities","arguments":{"enable":5}}"#,
      #"{"execute":"qmp_capabilities","arguments":{"enable":[5]}}"#,
      #"{"execute":"qmp_capabilities","arguments":{"enable":["oob",5]}}"#,
      #"{"execute":"qmp_capabilities","arguments":{"enable":["nonesuch"]},"id":2}"#,
      #"{"execute":"qmp_capabilities","arguments":{"enable":["oob","nonesuch"]}}"#,
      #"{"execute":"qmp_capabilities","arguments":{"x":5}}"#,
      #"{"execute":"qmp_capabilities","arguments":{"x":5,"enable":5}}"#,
      #"{"execute":"qmp_capabilities","arguments":[]}"#, #"{"exec-oob":"qmp_capabilities"}"#,
      #"{"execute":"query-jobs"}"#, #"{"execute":"qmp_capabilities"}"#,
      #"{"execute":"query-jobs"}"#,
    ]
  )

  private static let outOfBand = raw(
    "out of band",
    negotiates: false,
    [
      #"{"execute":"qmp_capabilities","arguments":{"enable":["oob"]}}"#,
      #"{"exec-oob":"query-jobs","id":1}"#, #"{"exec-oob":"nonesuch","id":2}"#,
      #"{"exec-oob":"query-jobs"}"#, #"{"exec-oob":5,"id":3}"#,
      #"{"execute":"query-jobs","exec-oob":"query-jobs","id":4}"#, #"{"execute":"query-jobs"}"#,
      #"{"exec-oob":"job-pause","arguments":{},"id":5}"#,
      #"{"exec-oob":"qmp_capabilities","id":6}"#, #"{"execute":"qmp_capabilities","id":7}"#,
    ]
  )

  private static let envelopes = raw(
    "envelopes",
    [
      "[1]", #""x""#, "12 ", "true ", "null ", "{}", "[]", #"{"id":7}"#, #"{"execute":5,"id":7}"#,
      #"{"execute":null}"#, #"{"execute":"query-jobs","arguments":[]}"#,
      #"{"execute":"query-jobs","arguments":null}"#, #"{"execute":"query-jobs","arguments":{}}"#,
      #"{"execute":"query-jobs","foo":1,"id":3}"#, #"{"foo":1,"execute":5,"arguments":5}"#,
      #"{"foo":1,"bar":2}"#, #"{"arguments":{},"id":1}"#, #"{"arguments":5}"#,
      #"{"exec-oob":"query-jobs","id":1}"#, #"{"exec-oob":5,"id":1}"#,
      #"{"execute":"query-jobs","exec-oob":"query-jobs"}"#,
      #"{"execute":"query-jobs","control":{}}"#, #"{"execute":"nonesuch","arguments":{"x":1}}"#,
      #"{"execute":"nonesuch","arguments":5}"#, #"{"Execute":"query-jobs"}"#,
      "{'execute':'query-jobs'}", #"{"execute":"query-jobs"}{"execute":"query-jobs"}"#,
      #"{"execute":"query-jobs"} {"execute":"nonesuch"} 5 "#,
    ]
  )

  private static let ids = raw(
    "ids",
    [
      #"null"#, #"true"#, #""""#, #""a\u00e9\u007f\u0000""#, #""\ud83d\ude00""#, "\"é\"",
      "\"\u{7F}\"", #""<>&'\"\/""#, #""\b\f\n\r\t""#, #"{"a":[1,2.5,"x",null,{}]}"#, "[[]]",
      "0", "-0", "1.50", "1e2", "123456789012345678", "9223372036854775807",
      "9223372036854775808", "18446744073709551615", "-9223372036854775808", "1e400",
    ].map { "{\"execute\":\"query-jobs\",\"id\":\($0)}" }
  )

  private static let numberedIDs = raw(
    "ids that are fractions or too large",
    [
      "0.1", "1e-7", "18446744073709551616", "-9223372036854775809", "1.7976931348623157e308",
      "3.141592653589793238", "100000000000000000000.5", "1e17", "12345678.9",
    ].map { "{\"execute\":\"query-jobs\",\"id\":\($0)}" }
  )

  /// What is wrong, and, where that leaves something open, what closes it.
  private static let syntax = raw(
    "syntax",
    [
      #"{"execute" "query-jobs"}"#, #"{"execute": }"#, "{]", "}", "]", #"{"a":1,}"#, "[1 2]",
      "[1,]", "[,]", "[}", "{}}", "[]]", #"{"a":[}}"#, #"{"a":}"#, "{,}", "{5}", "{5:1}",
      #"{"a":1 "b":2}"#, #"{"a":1,5:2}"#, #"{"a","b"}"#, "{:}", ",", ":", #"{"a":1:2}"#,
      #"{"execute":"query-jobs","execute":"x"}"#, #"{"a":1,"a":2}"#, #"{"a":{"b":1,"b":2}}"#,
      #"{"execute": query}"#, "[nul]", "[True]", "[NaN]", "[Infinity]", "{null:1}", "{true}",
      #"{"a"}"#, #"["a":1]"#, "[[1]}", #"{"a":[1}]}"#, "[{]}", "{[}]",
    ]
  )

  private static let lexemes = raw(
    "lexemes",
    [
      "@\n", "{@}", "{\"a\" @ \"b\"}\n", "\u{01}\n", "\u{0B}\n", "\u{FEFF}{}\n", "#x\n{}", "x \n",
      "nulll \n", "null5 \n", "01 \n", "[01]", "[-]", "[-x]", "[1.]", "[1.e]", "[.5]", "[+1]",
      "[1e]", "[1e+]", "[1.5e5.5]", "[--1]", "[0x10]", "[1_000]", "[1abc]", "-x \n", "\"abc\n",
      "'abc\n", "\"a\tb\"\n", "\"\\\n\"\n", "{\"execute\":\"query-jobs\"} x\n", "\\\n", "/* */\n",
      "`\n", "~[]\n", "^{}\n", "A\n", "Ã\n", "{\"execute\":\"query-jobs\"}\0\n", "% \n", "%s \n",
    ]
  )

  private static let strings: Script = {
    let texts = [
      #"\x"#, #"\u12"#, #"\u12g4"#, #"\ud800"#, #"\udc00"#, #"\ud800\u0041"#, #"\ud800x"#,
      #"\ud800\ud800"#, #"\udc00\ud800"#, #"\uffff"#, #"\ufffe"#, #"\ufdd0"#, #"\u0000"#,
      #"\'"#, #"'"#, #"\u"#, #"\U0041"#, #"\a"#, #"\0"#,
    ]
    let bytes: [[UInt8]] = [
      [0xFF], [0xFE], [0xC0, 0xAF], [0xC0, 0x80], [0xE2, 0x82], [0xED, 0xA0, 0x80],
      [0xF0, 0x9F, 0x98, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80], [0xF8, 0x88, 0x80, 0x80, 0x80],
      [0xEF, 0xBF, 0xBF], [0x1F], [0x00], [0x09], [0x7F],
    ]
    let open = Array(#"{"execute":"query-jobs","id":""#.utf8)
    let close = Array("\"}\n".utf8)
    let steps =
      texts.map { Step.bytes(open + Array($0.utf8) + close) }
      + bytes.map { Step.bytes(open + $0 + close) }
    return Script(name: "talk: strings", steps: steps)
  }()

  /// Numbers where an integer is wanted.
  private static let numbers = raw(
    "numbers",
    [
      "0", "-0", "1.0", "1e3", "9223372036854775807", "9223372036854775808",
      "18446744073709551615", "18446744073709551616", "-1", "-9223372036854775808",
      "-9223372036854775809", "0.5", "\"5\"", "1e400", "true",
    ].map {
      "{\"execute\":\"block-job-set-speed\",\"arguments\":{\"device\":\"j\",\"speed\":\($0)}}"
    }
  )

  private static let nesting = raw(
    "nesting",
    [1023, 1024, 1025, 1026, 1100].flatMap { depth in
      ["[", "{\"a\":"].map { open in
        let close = open == "[" ? "]" : "}"
        return String(repeating: open, count: depth) + "0"
          + String(repeating: close, count: depth) + "\n"
      }
    } + [String(repeating: "[{\"a\":", count: 513) + "0" + String(repeating: "}]", count: 513)]
  )

  /// White space and none, and requests in pieces.
  private static let pieces = raw(
    "white space",
    [
      "\r\n \t{\r\n\"execute\"\t:\r\n\"query-jobs\"\r\n}\r\n", "\n\n\n", " ",
      "{\"execute\":\"query-jobs\"}{\"execute\":\"query-jobs\"}",
      "5 6 7 ", "\"a\"\"b\"", "[][]{}", "truefalse ", "1[2]3 ", "\u{0C}\n", "\u{A0}\n",
    ]
  )

  /// The end of the server takes every job along.
  private static let quit = Script.build("talk: quit") { builder in
    builder.hold(.ready, .mirror, "ready")
    builder.hold(.running, .backup, "running")
    builder.hold(.paused, .backup, "paused")
    builder.hold(.concluded, .create, "concluded")
    builder.hold(.pending, .backup, "pending")
    builder.until("ready", is: .ready)
    builder.request("quit")
  }
}
