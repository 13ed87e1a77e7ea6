import QMP

/// Bytes of a client, and what servers make of them: `value`, or the text of an error.
struct Reading: Sendable {
  let bytes: [UInt8]
  /// From 3.1 to 10.2.
  let before: [String]
  /// From 11.0 on, with line and column.
  let since: [String]

  /// Errors are given without `JSON parse error, `; from 11.0 on, they have their place before them.
  init(_ text: String, _ before: [String], _ since: [String]) {
    self.init(text.bytes, before, since)
  }

  init(_ bytes: [UInt8], _ before: [String], _ since: [String]) {
    self.bytes = bytes
    self.before = before.map { $0 == "value" ? $0 : "JSON parse error, " + $0 }
    self.since = since.map { text in
      let words = text.split(separator: " ", maxSplits: 1)
      return words.count < 2 ? text : "\(words[0]): JSON parse error, \(words[1])"
    }
  }
}

/// What qemu-storage-daemon 7.2.22 and 11.1.3 said to the same bytes; 5.2.0 and 10.0.13 agree with 7.2.22.
extension Reading {
  static let grammar: [Reading] = [
    Reading(#"{"a" "b"}"#, ["missing : in object pair"], ["1:6 expecting ':'"]),
    Reading(#"{"a": }"#, ["expecting value"], ["1:7 expecting value"]),
    Reading(#"{]"#, ["expecting value"], ["1:2 expecting key"]),
    Reading(#"}"#, ["expecting value"], ["1:1 expecting value"]),
    Reading(#"{"a":1,}"#, ["expecting value"], ["1:8 expecting key"]),
    Reading(#"{"a":1"b":2}"#, ["expected separator in dict"], ["1:8 expected ',' or '}'"]),
    Reading(#"{"a":1]"#, ["expected separator in dict"], ["1:8 expected ',' or '}'"]),
    Reading(#"[1 2]"#, ["expected separator in list"], ["1:4 expected ',' or ']'"]),
    Reading(#"[1}"#, ["expected separator in list"], ["1:4 expected ',' or ']'"]),
    Reading(#"[true"x"]"#, ["expected separator in list"], ["1:7 expected ',' or ']'"]),
    Reading(#"{"a": query}"#, ["invalid keyword 'query'"], ["1:7 invalid keyword 'query'"]),
    Reading(
      #"{"a":1, "a":2}"#,
      ["duplicate key"],
      ["1:13 duplicate key"]
    ),
    Reading(#"{"a":1,"a":[1,2]}"#, ["duplicate key"], ["1:17 duplicate key"]),
    Reading(#"{"a":1,"a":[x]}"#, ["invalid keyword 'x'"], ["1:13 invalid keyword 'x'"]),
    Reading(#"{5}"#, ["key is not a string in object"], ["1:2 expecting key"]),
    Reading(#"{"x":1,5:1}"#, ["key is not a string in object"], ["1:8 expecting key"]),
    Reading(#"{[x]:1}"#, ["invalid keyword 'x'"], ["1:2 expecting key"]),
    Reading(#"{[1]:1}"#, ["key is not a string in object"], ["1:2 expecting key"]),
    Reading(#"{"a":}"#, ["expecting value"], ["1:6 expecting value"]),
    Reading("[,]", ["expecting value"], ["1:2 expecting value"]),
    Reading("[}", ["expecting value"], ["1:2 expecting value"]),
    Reading(#"{"a":[}}"#, ["expecting value"], ["1:7 expecting value"]),
    Reading(",", ["expecting value"], ["1:1 expecting value"]),
    Reading(":", ["expecting value"], ["1:1 expecting value"]),
    Reading("x ", ["invalid keyword 'x'"], ["1:1 invalid keyword 'x'"]),
    Reading(
      "[1]2]",
      ["value", "value", "expecting value"],
      ["value", "value", "1:6 expecting value"]
    ),
    Reading("\n\n  x\n", ["invalid keyword 'x'"], ["3:3 invalid keyword 'x'"]),
    Reading("[\n1\n2\n]", ["expected separator in list"], ["3:1 expected ',' or ']'"]),
  ]

  static let strings: [Reading] = [
    Reading(
      #"["\x"]"#,
      ["invalid escape sequence in string"],
      ["1:2 invalid escape sequence in string"]
    ),
    Reading(#"["\ud800"]"#, [#"\ud800\#(invalid)"#], [#"1:2 \ud800\#(invalid)"#]),
    Reading(#"["\udc00"]"#, [#"\udc00\#(invalid)"#], [#"1:2 \udc00\#(invalid)"#]),
    Reading(#"["\ud800\ud800"]"#, [#"\ud800\#(invalid)"#], [#"1:2 \ud800\#(invalid)"#]),
    Reading(#"["\ud83dx"]"#, [#"\ud83d\#(invalid)"#], [#"1:2 \ud83d\#(invalid)"#]),
    Reading(#"["\ud83d\u00"]"#, [#"\ud83d\#(invalid)"#], [#"1:2 \ud83d\#(invalid)"#]),
    Reading(#"["\u00zz"]"#, [#"\u00zz\#(invalid)"#], [#"1:2 \u00zz\#(invalid)"#]),
    Reading(#"["\u12"]"#, [#"\u12"\#(invalid)"#], [#"1:2 \u12"\#(invalid)"#]),
    Reading(#"["\u"]"#, [#"\u"\#(invalid)"#], [#"1:2 \u"\#(invalid)"#]),
    Reading(#"['\u12']"#, [#"\u12'\#(invalid)"#], [#"1:2 \u12'\#(invalid)"#]),
    Reading(#"["\uéé"]"#, [#"\uéé\#(invalid)"#], [#"1:2 \uéé\#(invalid)"#]),
    Reading(#"["\uffff"]"#, [#"\uffff\#(invalid)"#], [#"1:2 \uffff\#(invalid)"#]),
    Reading(#"["\ufdd0"]"#, [#"\ufdd0\#(invalid)"#], [#"1:2 \ufdd0\#(invalid)"#]),
    Reading(#"["\ud83d\ude00\u0000"]"#, ["value"], ["value"]),
    Reading(around([0xC0, 0xAF]), [notUTF8], ["1:2 \(notUTF8)"]),
    Reading(around([0xF5]), [notUTF8], ["1:2 \(notUTF8)"]),
    Reading(around([0xC3]), [notUTF8], ["1:2 \(notUTF8)"]),
    Reading(around([0xED, 0xA0, 0x80]), [notUTF8], ["1:2 \(notUTF8)"]),
    Reading(around([0xEF, 0xBF, 0xBF]), [notUTF8], ["1:2 \(notUTF8)"]),
    Reading(around([0xC0, 0x80]), ["value"], ["value"]),
    Reading(around([0xF0, 0x9F, 0x98, 0x80]), ["value"], ["value"]),
    Reading(
      "[\n1,\n\"x\\q\"\n]",
      ["invalid escape sequence in string"],
      ["3:1 invalid escape sequence in string"]
    ),
  ]

  /// An array of one string.
  private static func around(_ bytes: [UInt8]) -> [UInt8] {
    #"[""#.bytes + bytes + #""]"#.bytes
  }

  private static let invalid = " is not a valid Unicode character"
  private static let notUTF8 = "invalid UTF-8 sequence in string"
}

extension Reading {
  static let strays: [Reading] = [
    Reading("@", ["stray '@'"], ["1:1 stray '@'"]),
    Reading("\u{1}", ["stray '\u{1}'"], ["1:1 stray '\u{1}'"]),
    Reading("\0", ["stray ''"], ["1:1 stray ''"]),
    Reading("{@}", ["stray '@'", "expecting value"], ["1:2 stray '@'", "1:4 expecting value"]),
    Reading(
      "@ x ]\n",
      ["stray '@'", "expecting value"],
      ["1:1 stray '@'", "1:6 expecting value"]
    ),
    Reading("@\t@\n@\n", ["stray '@'", "stray '@'"], ["1:1 stray '@'", "2:1 stray '@'"]),
    Reading(
      "@@@,@@@\n",
      ["stray '@'", "expecting value", "stray '@'"],
      ["1:1 stray '@'", "1:5 expecting value", "1:5 stray '@'"]
    ),
    Reading("@{}", ["stray '@'", "value"], ["1:1 stray '@'", "value"]),
    Reading(
      "{\"a\":5@\n}",
      ["stray '@'", "expecting value"],
      ["1:8 stray '@'", "2:1 expecting value"]
    ),
    Reading(
      "[\"a\nb\"]",
      ["stray '\"a\n'", "expecting value"],
      ["1:2 stray '\"a\n'", "2:4 expecting value"]
    ),
    Reading(
      #"[""#.bytes + [0xFF] + #""]"#.bytes,
      ["stray '\"\u{FFFD}'", "expecting value"],
      ["1:2 stray '\"\u{FFFD}'", "1:6 expecting value"]
    ),
    Reading(
      [0xEF, 0xBB, 0xBF] + "{}".bytes,
      ["stray '\u{FFFD}'", "value"],
      ["1:1 stray '\u{FFFD}'", "value"]
    ),
    Reading(
      "[nul".bytes + [0xC3] + "l]".bytes,
      ["stray '\u{FFFD}'", "expecting value"],
      ["1:2 invalid keyword 'nul'", "1:8 expecting value"]
    ),
    Reading("01 ", ["stray '01'"], ["1:1 stray '01'"]),
    Reading("-x ", ["stray '-x'"], ["1:1 stray '-x'"]),
    Reading("-\n", ["stray '-\n'"], ["1:1 stray '-\n'"]),
    Reading("1.\n", ["stray '1.\n'"], ["1:1 stray '1.\n'"]),
    Reading(".5\n", ["stray '.'"], ["1:1 stray '.'"]),
    Reading("1.e5\n", ["stray '1.e'"], ["1:1 stray '1.e'"]),
    Reading("1e+\n", ["stray '1e+\n'"], ["1:1 stray '1e+\n'"]),
    Reading("1.5.5\n", ["value", "stray '.'"], ["value", "1:5 stray '.'"]),
    Reading("1a\n", ["value", "invalid keyword 'a'"], ["value", "1:3 invalid keyword 'a'"]),
    Reading("1\0\n", ["value", "stray ''"], ["value", "1:3 stray ''"]),
    Reading("True \n", ["stray 'T'"], ["1:1 stray 'T'"]),
    Reading(
      "tRue \n",
      ["invalid keyword 't'", "stray 'R'"],
      ["1:1 invalid keyword 't'", "1:3 stray 'R'"]
    ),
    Reading("\"a\\\n\"\n", ["stray '\"a\\\n'"], ["1:1 stray '\"a\\\n'"]),
  ]
}
