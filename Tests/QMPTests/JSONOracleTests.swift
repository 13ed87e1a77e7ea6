import Foundation
import Fuzzing
import QMP
import Testing

/// Foundation's parser says what is JSON and what it means; where it departs from RFC 8259, so does
/// ``JSONOracle/Difference``.
@Suite struct JSONOracleTests {
  @Test(arguments: texts)
  func `a text is read as Foundation reads it`(_ text: String) {
    #expect(throws: Never.self) { try JSONOracle.check(text.bytes) }
  }

  @Test(arguments: texts.indices)
  func `a text with small damage is read or refused as Foundation does`(_ index: Int) {
    var random = SplitMix64(state: UInt64(index))
    for _ in 0..<1_000 {
      var text = Self.texts[index].bytes
      for _ in 0...Int.random(in: 0...2, using: &random) {
        text.damage(using: &random)
      }
      do {
        try JSONOracle.check(text)
      } catch {
        Issue.record("\(error): \(text.text.debugDescription) \(text)")
      }
    }
  }

  @Test(
    arguments: [
      ("[1,]", .allowsCommaBeforeBracket), (#"{"a":1, }"#, .allowsCommaBeforeBracket),
      ("\u{FEFF}1", .skipsByteOrderMark), ("[\01\0]\0", .guessesEncoding),
    ] as [(String, JSONOracle.Difference)]
  )
  func `what Foundation accepts beyond the grammar is refused`(
    _ text: String,
    _ difference: JSONOracle.Difference
  ) {
    #expect(throws: Never.self) { try JSONOracle.foundation(text.bytes).get() }
    #expect(throws: JSONError.self) { try JSONParser.parse(text) }
    #expect(JSONOracle.difference(text.bytes, Self.parse(text)) == difference)
  }

  @Test(arguments: [(512, nil), (513, .nestsLess)] as [(Int, JSONOracle.Difference?)])
  func `deeper texts are read than by Foundation`(
    _ depth: Int,
    _ difference: JSONOracle.Difference?
  ) {
    let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    #expect(throws: Never.self) { try JSONParser.parse(text) }
    #expect(JSONOracle.difference(text.bytes, Self.parse(text)) == difference)
    #expect(((try? JSONOracle.foundation(text.bytes).get()) == nil) == (difference != nil))
  }

  private static func parse(_ text: String) -> Result<JSONValue, JSONError> {
    Result { () throws(JSONError) in try JSONParser.parse(text) }
  }
}

// MARK: - Texts

extension JSONOracleTests {
  private static let texts = [
    "null",
    "-0",
    "1e400",
    "[0, -1, 10, 0.5, -2.25e-3, 1E+2, 4e0]",
    "[9223372036854775807, 9223372036854775808, 18446744073709551615, 18446744073709551616]",
    "[-9223372036854775808, -9223372036854775809, 123456789012345678901234567890]",
    "[1.7976931348623157e308, 2.2250738585072014e-308, 4.9e-324, 1e-400, 0.1]",
    #"{"a": 1, "b": 2, "a": [3]}"#,
    #"" \" \\ \/ \b \f \n \r \t \u00e9 \uD83D\uDE00 \u0000 ""#,
    "\"é € 😀 \u{7F} \u{10FFFF} plain text, long enough for eight bytes at a time\"",
    "[true, false, null, [], {}, \"\", [[[[]]]], {\"\": {\"\": {}}}]",
    " \r\n\t{ \"a\" : [ 1 , 2 ] , \"b\" : { } } \r\n\t",
    """
    {"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "package": ""}, \
    "capabilities": ["oob"]}}
    """,
    """
    {"timestamp": {"seconds": 1795334382, "microseconds": 799084}, "event": \
    "JOB_STATUS_CHANGE", "data": {"status": "created", "id": "mirror0"}}
    """,
    """
    {"return": [{"current-progress": 0, "status": "paused", "total-progress": 1073741824, \
    "type": "mirror", "id": "drive-virtio-0", "error": "caf\\u00E9"}], "id": "x-3"}
    """,
    """
    {"id": "x-2", "error": {"class": "GenericError", "desc": "Job 'a\\\\\\"b' not found"}}
    """,
  ]
}
