import QMP
import Testing

@Suite struct JSONWriterTests {
  @Test(arguments: values)
  func `a compact text is one line, spaced as QEMU's`(_ value: JSONValue, _ text: String) {
    #expect(JSONWriter.compact(value).text == text)
  }

  @Test(arguments: values.map(\.0))
  func `what was written is read as the same value`(_ value: JSONValue) throws {
    #expect(try JSONParser.parse(JSONWriter.compact(value).span) == value)
    #expect(try JSONParser.parse(JSONWriter.indented(value).span) == value)
  }

  @Test func `an indented text has two spaces a level and a member a line`() {
    let value: JSONValue = [
      "return": [["id": "a", "type": "mirror"], [], [:], [1, [2]]], "id": "x-1",
    ]
    let expected = """
      {
        "return": [
          {
            "id": "a",
            "type": "mirror"
          },
          [],
          {},
          [
            1,
            [
              2
            ]
          ]
        ],
        "id": "x-1"
      }
      """
    #expect(JSONWriter.indented(value).text == expected)
  }

  @Test func `a monitor's message is ASCII and ends its line`() {
    let value: JSONValue = ["a": ["é 😀"]]
    #expect(
      JSONWriter.monitorMessage(value, isPretty: false).text
        == "{\"a\": [\"\\u00E9 \\uD83D\\uDE00\"]}\r\n"
    )
    #expect(
      JSONWriter.monitorMessage(value, isPretty: true).text
        == "{\r\n    \"a\": [\r\n        \"\\u00E9 \\uD83D\\uDE00\"\r\n    ]\r\n}\r\n"
    )
  }

  @Test func `members keep their order`() throws {
    let text = #"{"z": 1, "a": 2, "m": {"y": 3, "b": 4}}"#
    #expect(JSONWriter.compact(try JSONParser.parse(text)).text == text)
  }

  @Test func `what is no number is null`() {
    #expect(JSONWriter.compact(.number(.nan)).text == "null")
  }

  @Test(arguments: [("1e400", "1e999"), ("-1e400", "-1e999")])
  func `a client's number beyond all doubles is written so that a server reads the same`(
    _ sent: String,
    _ written: String
  ) throws {
    var reader = RequestReader(for: QEMUVersion(10, 0))
    let inputs = reader.receive("[\(sent)]".bytes.span)
    let value = try #require(inputs.compactMap(\.value).first)
    #expect(JSONWriter.compact(value).text == "[\(written)]")
    #expect(reader.receive(JSONWriter.compact(value).span) == inputs)
  }

  /// Controls; soft hyphen; marks, overrides and isolates of direction; separators; what has no width;
  /// tags.
  private static let troublesome: [UInt32] =
    Array(0x00...0x1F) + Array(0x7F...0x9F) + [0xAD, 0x61C] + Array(0x200B...0x200F)
    + Array(0x2028...0x202E) + Array(0x2060...0x2064) + Array(0x2066...0x206F) + [0xFEFF, 0xE0041]

  @Test(arguments: troublesome)
  func `nothing that a terminal obeys leaves as it is`(_ code: UInt32) throws {
    let scalar = try #require(Unicode.Scalar(code))
    let value: JSONValue = ["a\(scalar)b": .string("\(scalar)")]
    for text in [JSONWriter.compact(value), JSONWriter.indented(value)] {
      #expect(!text.text.unicodeScalars.contains { $0.isTroublesome && $0 != "\n" })
      #expect(try JSONParser.parse(text.span) == value)
    }
  }

  @Test(arguments: [0.1, -0.0, 0x1p-1074, 1.7976931348623157e308, 1e21, 123456789.125, 1e-7])
  func `a double is written so that it is read as itself`(_ number: Double) throws {
    let value = try JSONParser.parse(JSONWriter.compact(.number(number)).span)
    guard case .number(let read) = value else {
      Issue.record("\(value)")
      return
    }
    #expect(read.bitPattern == number.bitPattern)
  }

  private static let values: [(JSONValue, String)] = [
    (.null, "null"),
    (true, "true"),
    (false, "false"),
    (.integer(.min), "-9223372036854775808"),
    (.unsigned(.max), "18446744073709551615"),
    (.number(1), "1.0"),
    (.number(-2.5e-10), "-2.5e-10"),
    ("", #""""#),
    ("plain é 😀 /", #""plain é 😀 /""#),
    ("\"\\\n\r\t", #""\"\\\n\r\t""#),
    ("\0\u{8}\u{1B}[2J\u{7F}\u{9B}", #""\u0000\u0008\u001B[2J\u007F\u009B""#),
    ("\u{202E}\u{2028}\u{E0041}", #""\u202E\u2028\uDB40\uDC41""#),
    ([], "[]"),
    ([1, [], "a"], #"[1, [], "a"]"#),
    ([:], "{}"),
    (["a": 1, "b\"": ["c": .null]], #"{"a": 1, "b\"": {"c": null}}"#),
  ]
}

extension RequestReader.Input {
  fileprivate var value: JSONValue? {
    if case .value(let value) = self { value } else { nil }
  }
}
