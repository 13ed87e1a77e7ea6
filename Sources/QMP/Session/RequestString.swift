/// Decodes a string token in QEMU's "modified UTF-8": NUL may be two bytes long, and noncharacters
/// are refused (util/unicode.c).
enum RequestString {
  typealias SyntaxError = RequestGrammar.SyntaxError

  static func decode(_ token: [UInt8]) throws(SyntaxError) -> String {
    var result = String.UnicodeScalarView()
    // With the closing quote, as errors show it.
    var rest = token.dropFirst()
    while rest.count > 1, let byte = rest.first {
      if byte == UInt8(ascii: "\\") {
        result.append(try escape(&rest))
      } else if byte < 0x80 {
        result.append(Unicode.Scalar(byte))
        rest.removeFirst()
      } else {
        result.append(try sequence(&rest))
      }
    }
    return String(result)
  }

  /// Takes a character of several bytes.
  private static func sequence(
    _ rest: inout ArraySlice<UInt8>
  ) throws(SyntaxError) -> Unicode.Scalar {
    if rest.starts(with: [0xC0, 0x80]) {
      rest.removeFirst(2)
      return "\0"
    }
    var bytes = rest.makeIterator()
    var decoder = UTF8()
    guard case .scalarValue(let scalar) = decoder.decode(&bytes), !scalar.isNoncharacter else {
      throw SyntaxError(text: "invalid UTF-8 sequence in string")
    }
    rest.removeFirst(UTF8.width(scalar))
    return scalar
  }

  /// Takes a backslash and what it stands before.
  private static func escape(
    _ rest: inout ArraySlice<UInt8>
  ) throws(SyntaxError) -> Unicode.Scalar {
    let whole = rest
    rest.removeFirst()
    switch rest.popFirst() {
    case UInt8(ascii: "b"): return "\u{08}"
    case UInt8(ascii: "f"): return "\u{0C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case let mark? where "\"'\\/".utf8.contains(mark): return Unicode.Scalar(mark)
    case UInt8(ascii: "u"): break
    default: throw SyntaxError(text: "invalid escape sequence in string")
    }
    guard let scalar = scalar(&rest), !scalar.isNoncharacter else {
      let shown = String(decoding: whole.prefix(whole.count - rest.count), as: UTF8.self)
      throw SyntaxError(text: "\(shown) is not a valid Unicode character")
    }
    return scalar
  }

  /// Takes what follows `\u`, and the second half of a surrogate pair with its own `\u`.
  private static func scalar(_ rest: inout ArraySlice<UInt8>) -> Unicode.Scalar? {
    let first = unit(rest)
    rest = rest.dropFirst(4)
    guard let first, (0xD800...0xDBFF).contains(first), rest.starts(with: Array("\\u".utf8)) else {
      return first.flatMap(Unicode.Scalar.init)
    }
    guard let second = unit(rest.dropFirst(2)), (0xDC00...0xDFFF).contains(second) else {
      return nil
    }
    rest = rest.dropFirst(6)
    return Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
  }

  private static func unit(_ bytes: ArraySlice<UInt8>) -> UInt16? {
    let digits = bytes.prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else {
      return nil
    }
    return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
  }
}

extension Unicode.Scalar {
  /// One of the 66 code points that Unicode keeps out of texts.
  fileprivate var isNoncharacter: Bool {
    (0xFDD0...0xFDEF).contains(value) || value & 0xFFFE == 0xFFFE
  }
}
