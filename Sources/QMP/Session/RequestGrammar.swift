/// Makes a value of the tokens of one request; the errors are QEMU's.
struct RequestGrammar {
  struct SyntaxError: Error, Hashable {
    /// What follows `JSON parse error, `.
    let text: String
  }

  private let tokens: [RequestLexer.Token]
  /// Whether errors are worded as from 11.0 on.
  private let isReworded: Bool
  private var position = 0

  init(_ tokens: [RequestLexer.Token], isReworded: Bool) {
    self.tokens = tokens
    self.isReworded = isReworded
  }

  mutating func value() throws(SyntaxError) -> JSONValue {
    switch try next() {
    case .punctuation(UInt8(ascii: "{")): return .object(try object())
    case .punctuation(UInt8(ascii: "[")): return .array(try array())
    case .punctuation, .stray: throw SyntaxError(text: "expecting value")
    case .string(let bytes): return .string(try RequestString.decode(bytes))
    case .integer(let digits), .fraction(let digits): return Self.number(digits)
    case .word(let letters):
      switch String(decoding: letters, as: UTF8.self) {
      case "true": return true
      case "false": return false
      case "null": return .null
      case let word: throw SyntaxError(text: "invalid keyword '\(word)'")
      }
    }
  }

  private mutating func object() throws(SyntaxError) -> JSONObject {
    var object: JSONObject = [:]
    if try takes("}") { return object }
    while true {
      let name = try self.name()
      guard try takes(":") else {
        throw SyntaxError(text: isReworded ? "expecting ':'" : "missing : in object pair")
      }
      let value = try self.value()
      guard object[name] == nil else { throw SyntaxError(text: "duplicate key") }
      object[name] = value
      if try takes("}") { return object }
      guard try takes(",") else {
        throw SyntaxError(text: isReworded ? "expected ',' or '}'" : "expected separator in dict")
      }
    }
  }

  private mutating func name() throws(SyntaxError) -> String {
    if isReworded, position < tokens.count {
      guard case .string = tokens[position] else { throw SyntaxError(text: "expecting key") }
    }
    guard case .string(let name) = try value() else {
      throw SyntaxError(text: "key is not a string in object")
    }
    return name
  }

  private mutating func array() throws(SyntaxError) -> [JSONValue] {
    var elements: [JSONValue] = []
    if try takes("]") { return elements }
    while true {
      elements.append(try value())
      if try takes("]") { return elements }
      guard try takes(",") else {
        throw SyntaxError(text: isReworded ? "expected ',' or ']'" : "expected separator in list")
      }
    }
  }

  private mutating func next() throws(SyntaxError) -> RequestLexer.Token {
    guard position < tokens.count else { throw SyntaxError(text: "premature EOI") }
    defer { position += 1 }
    return tokens[position]
  }

  /// Takes the next token when it is this one.
  private mutating func takes(_ punctuation: Unicode.Scalar) throws(SyntaxError) -> Bool {
    guard position < tokens.count else { throw SyntaxError(text: "premature EOI") }
    guard tokens[position] == .punctuation(UInt8(ascii: punctuation)) else { return false }
    position += 1
    return true
  }

  /// An integer of 64 bits where it fits, else the nearest double, which may be infinite.
  private static func number(_ digits: [UInt8]) -> JSONValue {
    let text = String(decoding: digits, as: UTF8.self)
    if let integer = Int64(text) { return .integer(integer) }
    if let unsigned = UInt64(text) { return .unsigned(unsigned) }
    return .number(Double(text) ?? .infinity)
  }
}

/// Decodes a string token.
enum RequestString {
  static func decode(_ token: [UInt8]) throws(RequestGrammar.SyntaxError) -> String {
    var result: [UInt8] = []
    var rest = token.dropFirst().dropLast()
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\") else {
        result.append(byte)
        continue
      }
      switch rest.popFirst() {
      case UInt8(ascii: "b"): result.append(0x08)
      case UInt8(ascii: "f"): result.append(0x0C)
      case UInt8(ascii: "n"): result.append(0x0A)
      case UInt8(ascii: "r"): result.append(0x0D)
      case UInt8(ascii: "t"): result.append(0x09)
      case let mark? where "\"'\\/".utf8.contains(mark): result.append(mark)
      case UInt8(ascii: "u"): result += String(try scalar(&rest)).utf8
      default: throw RequestGrammar.SyntaxError(text: "invalid escape sequence in string")
      }
    }
    guard let text = String(validating: result, as: UTF8.self) else {
      throw RequestGrammar.SyntaxError(text: "invalid UTF-8 sequence in string")
    }
    return text
  }

  /// Reads what follows `\u`, and the second half of a surrogate pair with its own `\u`.
  private static func scalar(
    _ rest: inout ArraySlice<UInt8>
  ) throws(RequestGrammar.SyntaxError) -> Unicode.Scalar {
    let shown = rest.prefix(4)
    guard let first = unit(&rest) else { throw invalid(shown) }
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, rest.starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else {
      throw invalid(shown)
    }
    rest = rest.dropFirst(2)
    guard let second = unit(&rest), (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(
        0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
      )
    else { throw invalid(shown) }
    return scalar
  }

  private static func unit(_ rest: inout ArraySlice<UInt8>) -> UInt16? {
    let digits = rest.prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else {
      return nil
    }
    rest = rest.dropFirst(4)
    return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
  }

  private static func invalid(_ digits: ArraySlice<UInt8>) -> RequestGrammar.SyntaxError {
    let text = String(decoding: digits, as: UTF8.self)
    return RequestGrammar.SyntaxError(text: "\\u\(text) is not a valid Unicode character")
  }
}
