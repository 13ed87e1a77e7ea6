/// Why a text is not JSON, and where.
package struct JSONError: Error, Hashable, Sendable {
  package enum Reason: Hashable, Sendable {
    case unexpectedEnd
    case unexpectedByte(UInt8)
    case trailingByte(UInt8)
    case controlCharacter(UInt8)
    case invalidEscape
    case invalidUTF8
    case loneSurrogate
    case invalidNumber
    /// The number has no finite double.
    case numberOutOfRange
    /// More than ``JSONParser/maximumDepth`` brackets stand open.
    case nestedTooDeep
  }

  package let reason: Reason
  /// The byte at which reading stopped, counted from 0.
  package let offset: Int

  package init(reason: Reason, offset: Int) {
    self.reason = reason
    self.offset = offset
  }
}

extension JSONError: CustomStringConvertible {
  package var description: String {
    "\(reason) at byte \(offset)"
  }
}

extension JSONError.Reason: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unexpectedEnd: "the text ends early"
    case .unexpectedByte(let byte): "unexpected \(Self.name(of: byte))"
    case .trailingByte(let byte): "unexpected \(Self.name(of: byte)) after the value"
    case .controlCharacter(let byte): "unescaped control character \(Self.name(of: byte))"
    case .invalidEscape: "invalid escape in a string"
    case .invalidUTF8: "invalid UTF-8"
    case .loneSurrogate: "half of a surrogate pair"
    case .invalidNumber: "invalid number"
    case .numberOutOfRange: "number too large"
    case .nestedTooDeep: "more than \(JSONParser.maximumDepth) nested brackets"
    }
  }

  private static func name(of byte: UInt8) -> String {
    guard (0x21...0x7E).contains(byte) else {
      let digits = String(byte, radix: 16, uppercase: true)
      return "byte 0x" + (digits.count < 2 ? "0" : "") + digits
    }
    return "'\(Character(Unicode.Scalar(byte)))'"
  }
}
