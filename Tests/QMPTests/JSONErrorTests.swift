import QMP
import Testing

@Suite struct JSONErrorTests {
  @Test(arguments: [
    (JSONError.Reason.unexpectedEnd, "the text ends early at byte 7"),
    (.unexpectedByte(UInt8(ascii: "}")), "unexpected '}' at byte 7"),
    (.unexpectedByte(0xEF), "unexpected byte 0xEF at byte 7"),
    (.trailingByte(0), "unexpected byte 0x00 after the value at byte 7"),
    (.controlCharacter(0x1B), "unescaped control character byte 0x1B at byte 7"),
    (.invalidEscape, "invalid escape in a string at byte 7"),
    (.invalidUTF8, "invalid UTF-8 at byte 7"),
    (.loneSurrogate, "half of a surrogate pair at byte 7"),
    (.invalidNumber, "invalid number at byte 7"),
    (.numberOutOfRange, "number too large at byte 7"),
    (.nestedTooDeep, "more than 1024 nested brackets at byte 7"),
  ])
  func `an error says what is wrong and where`(_ reason: JSONError.Reason, _ sentence: String) {
    #expect("\(JSONError(reason: reason, offset: 7))" == sentence)
  }
}
