import QMP
import Testing

@Suite struct RequestReaderTests {
  @Test(arguments: Reading.grammar + Reading.strings + Reading.strays)
  func `mistakes are told in the words of each release`(_ reading: Reading) {
    #expect(read(reading.bytes, by: .v7) == reading.before)
    #expect(read(reading.bytes, by: .v11) == reading.since)
  }

  @Test(arguments: 1...32)
  func `what is read does not depend on how bytes arrive`(_ size: Int) {
    // A line end behind each, where reading goes on whatever was before it.
    let readings = Reading.grammar + Reading.strings + Reading.strays
    let bytes = readings.flatMap { $0.bytes + "\n{}\n".bytes }
    for version in [QEMUVersion.v7, .v11] {
      var reader = RequestReader(for: version)
      let inputs = bytes.pieces(of: size).flatMap { reader.receive($0.span) }
      var whole = RequestReader(for: version)
      #expect(inputs == whole.receive(bytes.span))
      #expect(inputs.count > 2 * readings.count)
    }
  }

  @Test func `from 11 on an error is told before the request ends, and once`() {
    var reader = RequestReader(for: .v11)
    #expect(read(#"{"a" "b","#.bytes, by: &reader) == ["1:6: JSON parse error, expecting ':'"])
    #expect(read("[[[".bytes, by: &reader) == [])
    #expect(read("x]]]".bytes, by: &reader) == [])
    #expect(read("}".bytes, by: &reader) == [])
    #expect(read("{}".bytes, by: &reader) == ["value"])
  }

  @Test func `before 11 an error is told when the request ends`() {
    var reader = RequestReader(for: .v7)
    #expect(read(#"{"a" "b",[[[x]]]"#.bytes, by: &reader) == [])
    #expect(read("}".bytes, by: &reader) == ["JSON parse error, missing : in object pair"])
    #expect(read("{}".bytes, by: &reader) == ["value"])
  }

  @Test func `numbers are exact as far as 64 bits reach`() {
    var reader = RequestReader(for: .v7)
    let numbers = """
      [-9223372036854775808, 9223372036854775807, 9223372036854775808, 18446744073709551615,
      18446744073709551616, -9223372036854775809, -0, 1.5, 1e400, -1e400]
      """
    #expect(
      reader.receive(numbers.bytes.span) == [
        .value([
          .integer(.min), .integer(.max), .unsigned(1 << 63), .unsigned(.max),
          .number(0x1p64), .number(-0x1p63), 0, .number(1.5), .number(.infinity),
          .number(-.infinity),
        ])
      ]
    )
  }

  @Test func `two names are the same when their bytes are`() {
    var reader = RequestReader(for: .v7)
    #expect(read("{\"\u{E9}\":1,\"e\u{301}\":2}".bytes, by: &reader) == ["value"])
    #expect(read(#"{"a":1,"\u0061":2}"#.bytes, by: &reader) == ["JSON parse error, duplicate key"])
  }

  @Test func `an object may have very many members`() {
    var reader = RequestReader(for: .v7)
    let members = (0..<20_000).map { "\"\($0)\":0" }.joined(separator: ",")
    #expect(read("{\(members)}".bytes, by: &reader) == ["value"])
  }

  private func read(_ bytes: [UInt8], by version: QEMUVersion) -> [String] {
    var reader = RequestReader(for: version)
    return read(bytes, by: &reader)
  }
}

// MARK: - Limits

extension RequestReaderTests {
  @Test(arguments: [QEMUVersion.v7, .v11])
  func `1024 brackets may be open, and not one more`(_ version: QEMUVersion) {
    for (open, close, values) in [("[", "]", 1), ("{\"a\":", "}", 3)] {
      func nested(_ depth: Int) -> [UInt8] {
        (String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)).bytes
      }
      var reader = RequestReader(for: version)
      #expect(read(nested(1024), by: &reader) == ["value"])
      let replies = read(nested(1025), by: &reader)
      #expect(replies.first == "JSON nesting depth limit exceeded")
      // What is left over: values, and a bracket that closes nothing, 1,025 times.
      #expect(replies.count == (version == .v11 ? 1 : 1 + values + 1025))
      #expect(read("{}".bytes, by: &reader) == ["value"])
    }
  }

  @Test func `from 11 on bytes that are no token end what a limit has begun`() {
    var reader = RequestReader(for: .v11)
    #expect(
      read(String(repeating: "[", count: 1030).bytes, by: &reader) == [
        "JSON nesting depth limit exceeded"
      ]
    )
    #expect(read(",x:1@\n{}".bytes, by: &reader) == ["value"])
  }

  @Test(arguments: [
    ("[1234567]", ["value"]),
    ("[123456789]", ["JSON token size limit exceeded"]),
    ("\"12345678\"", ["value"]),
    ("\"1234567890\"", ["JSON token size limit exceeded", "JSON parse error, stray '\"\n'"]),
    ("[1,2]", ["value"]),
    ("[1,2,3]", ["JSON token count limit exceeded"]),
  ])
  func `a request may have so many bytes and tokens`(_ request: String, _ replies: [String]) {
    var limits = RequestReader.Limits()
    limits.bytes = 10
    limits.tokens = 6
    var reader = RequestReader(for: .v7, limits: limits)
    #expect(read(request.bytes + "\n".bytes, by: &reader) == replies)
    #expect(read("{}".bytes, by: &reader) == ["value"])
  }

  private func read(_ bytes: [UInt8], by reader: inout RequestReader) -> [String] {
    reader.receive(bytes.span).map { input in
      switch input {
      case .value: "value"
      case .error(let text): text
      }
    }
  }
}
