import Foundation
import QMP
import Testing

@Suite struct JSONParserTests {
  @Test(arguments: accepted)
  func `a text of the grammar is read`(_ text: String, _ value: JSONValue) throws {
    #expect(try JSONParser.parse(text) == value)
  }

  @Test(arguments: refused)
  func `a text beyond the grammar is refused`(
    _ text: String,
    _ reason: JSONError.Reason,
    _ offset: Int
  ) {
    #expect(throws: JSONError(reason: reason, offset: offset)) { try JSONParser.parse(text) }
  }

  @Test(arguments: refusedBytes)
  func `bytes that are not text are refused`(
    _ bytes: [UInt8],
    _ reason: JSONError.Reason,
    _ offset: Int
  ) {
    #expect(throws: JSONError(reason: reason, offset: offset)) {
      try JSONParser.parse(bytes.span)
    }
  }

  @Test(arguments: [#"{"a": [1, -2.5e3, true, null], "\u00e9\n": {"b": "\ud83d\ude00 é"}}"#])
  func `every beginning of a text ends early`(_ text: String) {
    for count in 0..<text.utf8.count {
      let beginning = Array(text.utf8.prefix(count))
      #expect(throws: JSONError(reason: .unexpectedEnd, offset: count)) {
        try JSONParser.parse(beginning.span)
      }
    }
  }

  @Test(arguments: 0x00...0x1F as ClosedRange<UInt8>)
  func `a raw control character in a string is refused`(_ byte: UInt8) {
    let text: [UInt8] = [0x22, 0x61, byte, 0x22]
    #expect(throws: JSONError(reason: .controlCharacter(byte), offset: 2)) {
      try JSONParser.parse(text.span)
    }
  }

  @Test(arguments: 0...24)
  func `a string is read to its end, wherever that stands in a word of eight bytes`(
    _ count: Int
  ) throws {
    let plain = String(repeating: "x", count: count)
    for ending in ["", "é", "\u{10FFFF}", "\u{7F}"] {
      #expect(try JSONParser.parse("\"\(plain)\(ending)\"") == .string(plain + ending))
    }
    #expect(try JSONParser.parse("\"\(plain)\\\\\"") == .string(plain + "\\"))
    #expect(throws: JSONError(reason: .controlCharacter(0x1F), offset: count + 1)) {
      try JSONParser.parse("\"\(plain)\u{1F}yyyyyyyy\"")
    }
  }

  @Test func `of members with the same name the last one counts`() throws {
    let object = try #require(try JSONParser.parse(#"{"a": 1, "b": 2, "\u0061": [3]}"#).object)
    #expect(object.members.map(\.name) == ["a", "b"])
    #expect(object["a"] == [3])
  }

  @Test func `of many members with the same name the last one counts`() throws {
    let members = (0..<50).map { "\"k\($0 % 25)\": \($0)" }.joined(separator: ",")
    let object = try #require(try JSONParser.parse("{\(members)}").object)
    #expect(object.members.map(\.name) == (0..<25).map { "k\($0)" })
    #expect(object.members.map(\.value) == (25..<50).map { .integer($0) })
  }

  @Test func `names that differ in bytes only are two names`() throws {
    // As Swift strings "\u{E9}" and "e\u{301}" are equal, and so are the Kelvin sign and K.
    let text = #"{"\u00e9": 1, "e\u0301": 2, "K": 3, "\u212a": 4}"#
    let object = try #require(try JSONParser.parse(text).object)
    #expect(object.members.map(\.value) == [1, 2, 3, 4])
    #expect(object["K"] == 3)
  }
}

// MARK: - Depth

extension JSONParserTests {
  @Test(arguments: [("[", "]"), (#"{"a":"#, "}"), (#"[{"a":"#, "}]")])
  func `1024 open brackets are read and written again`(_ open: String, _ close: String) throws {
    let levels = open.count > 5 ? 512 : 1024
    let text = Self.nested(levels, open, "1", close)
    let value = try JSONParser.parse(text)
    #expect(JSONWriter.compact(value).text == text.replacingOccurrences(of: ":", with: ": "))
  }

  @Test(arguments: [1025, 2_000, 100_000])
  func `more open brackets are refused at the first one too many`(_ levels: Int) {
    #expect(throws: JSONError(reason: .nestedTooDeep, offset: 1024)) {
      try JSONParser.parse(Self.nested(levels, "[", "1", "]"))
    }
    #expect(throws: JSONError(reason: .nestedTooDeep, offset: 5 * 1024)) {
      try JSONParser.parse(Self.nested(levels, #"{"a":"#, "1", "}"))
    }
    #expect(throws: JSONError(reason: .nestedTooDeep, offset: 1024)) {
      try JSONParser.parse(String(repeating: "[", count: levels))
    }
  }

  @Test(arguments: [(1024, true), (1025, false), (2_000, false), (100_000, false)])
  func `depth is no matter of the stack on a thread with little of it`(
    _ levels: Int,
    _ isAccepted: Bool
  ) async {
    let text = Self.nested(levels, #"{"a":"#, "1", "}")
    let wasAccepted = await withCheckedContinuation { continuation in
      let thread = Thread { continuation.resume(returning: (try? JSONParser.parse(text)) != nil) }
      thread.stackSize = 2 << 20
      thread.start()
    }
    #expect(wasAccepted == isAccepted)
  }

  @Test func `brackets side by side have no depth`() throws {
    let text = "[" + Array(repeating: "[[]],{}", count: 2_000).joined(separator: ",") + "]"
    #expect(try JSONParser.parse(text).array?.count == 4_000)
  }

  private static func nested(
    _ levels: Int,
    _ open: String,
    _ value: String,
    _ close: String
  ) -> String {
    String(repeating: open, count: levels) + value + String(repeating: close, count: levels)
  }
}
