import Glibc
import QMP
import Testing

@Suite struct MessageSplitterTests {
  @Test(arguments: 1...32)
  func `values do not depend on how bytes arrive`(_ size: Int) throws {
    let stream = Self.values.joined(separator: " \r\n").bytes + "\n".bytes
    #expect(try Self.split(stream.pieces(of: size)) == Self.values)
    #expect(try Self.split([stream]) == Self.values)
  }

  @Test(arguments: 1...8)
  func `values need nothing between them where their ends show`(_ size: Int) throws {
    let values = ["{}", "[1]", "\"a\"", "true", "{\"b\": 2}", "12", "\"c\"", "\"d\"", "[]", "{}"]
    #expect(try Self.split(values.joined().bytes.pieces(of: size)) == values)
  }

  @Test func `a number ends where something else begins`() throws {
    var splitter = MessageSplitter()
    splitter.append("12".bytes.span)
    #expect(try splitter.next()?.text == nil)
    #expect(splitter.isInsideMessage)
    splitter.append("34 ".bytes.span)
    #expect(try splitter.next()?.text == "1234")
  }

  @Test(arguments: ["}", "]", ",", ":"])
  func `punctuation outside a value is handed out to be refused`(_ mark: String) throws {
    #expect(try Self.split(["{}\(mark)[]".bytes]) == ["{}", mark, "[]"])
  }

  @Test func `whether a value has begun is known`() throws {
    var splitter = MessageSplitter()
    for (piece, isInside) in [(" \n", false), ("{", true), ("\"}", true), ("\"", true)] {
      splitter.append(piece.bytes.span)
      #expect(try splitter.next()?.text == nil)
      #expect(splitter.isInsideMessage == isInside)
    }
    #expect(splitter.pending(atMost: 2).text == "{\"")
    splitter.append(":1} ".bytes.span)
    #expect(try splitter.next()?.text == "{\"}\":1}")
    #expect(try splitter.next()?.text == nil)
    #expect(!splitter.isInsideMessage)
    #expect(splitter.pending(atMost: 2).isEmpty)
  }

  /// Ten times the bytes may take ten times as long, and not a hundred times.
  @Test(arguments: ["x", "\\\""])
  func `a large message in single bytes costs as much as in one`(_ filling: String) throws {
    func cost(of count: Int) throws -> Int {
      let message = "[\"" + String(repeating: filling, count: count) + "\"]"
      let start = Self.computed()
      #expect(try Self.split(message.bytes.pieces(of: 1)) == [message])
      return Self.computed() - start
    }
    let small = try (1...3).map { _ in try cost(of: 10_000) }.min() ?? 0
    #expect(try cost(of: 100_000) < 40 * small)
  }

  /// For how long this thread has had a processor, in nanoseconds.
  private static func computed() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }

  @Test func `what has been handed out is not kept`() throws {
    var splitter = MessageSplitter(limit: 100)
    let message = "\"" + String(repeating: "x", count: 50) + "\""
    for _ in 0..<5_000 {
      splitter.append((message + message.prefix(10)).bytes.span)
      #expect(try splitter.next()?.text == message)
      #expect(try splitter.next()?.text == nil)
      splitter.append(message.dropFirst(10).description.bytes.span)
      #expect(try splitter.next()?.text == message)
    }
  }
}

// MARK: - The limit

extension MessageSplitterTests {
  @Test func `a message may have 64 MiB`() {
    #expect(MessageSplitter.maximumLength == 67_108_864)
  }

  @Test(arguments: 1...12)
  func `a message at the limit is accepted, however it arrives`(_ size: Int) throws {
    let stream = "   [\"456789\"]   [\"456789\"]".bytes
    #expect(try Self.split(stream.pieces(of: size), limit: 10).count == 2)
    #expect(throws: MessageSplitter.TooLong.self) {
      try Self.split(stream.pieces(of: size), limit: 9)
    }
  }

  @Test(arguments: [
    "[\"xxxxxxxxxxxxxxx", "{{{{{{{{{{{{{{{{{", "11111111111111111", "\"xxxxxxxxxx\" ",
  ])
  func `a message is refused before its end has come`(_ beginning: String) throws {
    #expect(throws: MessageSplitter.TooLong.self) {
      try Self.split([beginning.bytes], limit: 10)
    }
  }

  @Test func `white space is no part of a message`() throws {
    let space = Array(repeating: UInt8(ascii: " "), count: 100)
    #expect(try Self.split([space, space, "[1]".bytes + space], limit: 10) == ["[1]"])
  }
}

extension MessageSplitterTests {
  private static let values = [
    #"{"return": {}, "id": "x-1"}"#,
    "[1, [2, {}], \"]\"]",
    #""text""#,
    "\"\"",
    "0",
    "-1.5e+3",
    "true",
    "null",
    "{}",
    "[]",
    #"{"quotes": "\" } ] \\", "\\\"}": ["\\\\"]}"#,
    #""\\""#,
    #""\\\"\u0022""#,
    "\"é 😀\"",
    "{\r\n    \"return\": [\r\n        {\r\n            \"a\": 1\r\n        }\r\n    ]\r\n}",
    #"{"event": "STOP", "timestamp": {"seconds": 1, "microseconds": 2}}"#,
  ]

  private static func split(
    _ pieces: [[UInt8]],
    limit: Int = MessageSplitter.maximumLength
  ) throws -> [String] {
    var splitter = MessageSplitter(limit: limit)
    var values: [String] = []
    for piece in pieces {
      splitter.append(piece.span)
      while let value = try splitter.next()?.text {
        values.append(value)
      }
    }
    return values
  }
}
