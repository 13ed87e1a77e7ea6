import Foundation
import QMP
import Testing

/// Foundation's parser says what is JSON and what it means; where it departs from RFC 8259, so does
/// ``deliberateDifference(_:_:)``.
@Suite struct JSONOracleTests {
  @Test(arguments: texts)
  func `a text is read as Foundation reads it`(_ text: String) {
    #expect(Self.disagreement(over: text.bytes) == nil)
  }

  @Test(arguments: texts.indices)
  func `a text with small damage is read or refused as Foundation does`(_ index: Int) {
    var random = SplitMix64(state: UInt64(index))
    for _ in 0..<1_000 {
      var text = Self.texts[index].bytes
      for _ in 0...Int.random(in: 0...2, using: &random) {
        text.damage(using: &random)
      }
      if let disagreement = Self.disagreement(over: text) {
        Issue.record("\(disagreement): \(text.text.debugDescription) \(text)")
      }
    }
  }

  @Test(arguments: [
    ("[1,]", "Foundation allows a comma before a closing bracket"),
    (#"{"a":1, }"#, "Foundation allows a comma before a closing bracket"),
    ("\u{FEFF}1", "Foundation skips a byte order mark"),
  ])
  func `what Foundation accepts beyond the grammar is refused`(_ text: String, _ reason: String) {
    #expect(throws: Never.self) {
      try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
    }
    #expect(throws: JSONError.self) { try JSONParser.parse(text) }
    #expect(Self.deliberateDifference(text.bytes) == reason)
  }
}

// MARK: - Comparison

extension JSONOracleTests {
  /// How the two parsers differ over a text; nil when they agree, or differ as they should.
  private static func disagreement(over text: [UInt8]) -> String? {
    let ours = Result { try JSONParser.parse(text.span) }
    let theirs = Result {
      try JSONSerialization.jsonObject(with: Data(text), options: .fragmentsAllowed)
    }
    switch (ours, theirs) {
    case (.success(let ours), .success(let theirs)):
      return agree(ours, theirs) ? nil : "\(ours) is not \(theirs)"
    case (.failure, .failure):
      return nil
    case (.success(let value), .failure(let error)):
      return "accepted as \(value), but \(error)"
    case (.failure(let error), .success(let value)):
      return deliberateDifference(text) == nil ? "\(error), but accepted as \(value)" : nil
    }
  }

  /// Why Foundation accepts a text that RFC 8259 does not.
  private static func deliberateDifference(_ text: [UInt8]) -> String? {
    if text.starts(with: "\u{FEFF}".utf8) { return "Foundation skips a byte order mark" }
    do {
      _ = try JSONParser.parse(text.span)
    } catch {
      let before = text.prefix(error.offset).last { !" \t\r\n".utf8.contains($0) }
      if before == UInt8(ascii: ","),
        error.reason == .unexpectedByte(UInt8(ascii: "]"))
          || error.reason == .unexpectedByte(UInt8(ascii: "}"))
      {
        return "Foundation allows a comma before a closing bracket"
      }
    }
    return nil
  }

  private static func agree(_ ours: JSONValue, _ theirs: Any) -> Bool {
    switch (ours, theirs) {
    case (.null, is NSNull): true
    case (.bool(let value), let number as NSNumber): number.isBool && number.boolValue == value
    case (.integer(let value), let number as NSNumber):
      !number.isBool && Int64(exactly: number) == value
    case (.unsigned(let value), let number as NSNumber): UInt64(exactly: number) == value
    // Integers beyond 64 bits are decimals over there; their text is exact, their double is not.
    case (.number(let value), let number as NSNumber):
      !number.isBool && Double(number.description) == value
    case (.string(let value), let string as String): value.utf8.elementsEqual(string.utf8)
    case (.array(let values), let array as [Any]):
      values.count == array.count && zip(values, array).allSatisfy(agree)
    case (.object(let object), let dictionary as [String: Any]):
      object.members.count == dictionary.count
        && object.members.allSatisfy { member in
          dictionary[member.name].map { agree(member.value, $0) } ?? false
        }
    default: false
    }
  }
}

extension NSNumber {
  fileprivate var isBool: Bool {
    String(cString: objCType) == "c"
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
