/// Makes a value of the tokens of one request as they come; the errors are QEMU's.
struct RequestGrammar {
  struct SyntaxError: Error, Hashable {
    /// What follows `JSON parse error, `.
    let text: String
  }

  /// What may come next.
  private enum Expectation {
    case value
    case firstElement
    case firstName
    case name
    case colon
    case separator
  }

  /// An array or object that is not closed yet.
  private struct Level {
    let isObject: Bool
    var elements: [JSONValue] = []
    var members: [JSONObject.Member] = []
    var names: Set<[UInt8]> = []
    /// The name whose value is awaited.
    var name: String?
  }

  /// Whether errors are worded as from 11.0 on.
  private let isReworded: Bool
  private var expectation = Expectation.value
  private var levels: [Level] = []

  init(isReworded: Bool) {
    self.isReworded = isReworded
  }

  /// The whole value, with its last token.
  mutating func take(_ token: RequestLexer.Token) throws(SyntaxError) -> JSONValue? {
    switch (expectation, token) {
    case (.firstElement, .punctuation(UInt8(ascii: "]"))),
      (.firstName, .punctuation(UInt8(ascii: "}"))):
      return try close()
    case (.value, _), (.firstElement, _):
      return try value(token)
    case (.name, .string), (.firstName, .string):
      return try value(token)
    case (.name, _), (.firstName, _):
      // Before 11.0 any value was read here, and found to be no name only then.
      guard !isReworded else { throw SyntaxError(text: "expecting key") }
      return try value(token)
    case (.colon, .punctuation(UInt8(ascii: ":"))):
      expectation = .value
      return nil
    case (.colon, _):
      throw SyntaxError(text: isReworded ? "expecting ':'" : "missing : in object pair")
    case (.separator, _):
      return try separator(token)
    }
  }

  // MARK: - Tokens

  private mutating func value(_ token: RequestLexer.Token) throws(SyntaxError) -> JSONValue? {
    switch token {
    case .punctuation(UInt8(ascii: "{")):
      levels.append(Level(isObject: true))
      expectation = .firstName
      return nil
    case .punctuation(UInt8(ascii: "[")):
      levels.append(Level(isObject: false))
      expectation = .firstElement
      return nil
    case .punctuation, .stray, .endless: throw SyntaxError(text: "expecting value")
    case .string(let bytes): return try complete(.string(try RequestString.decode(bytes)))
    case .integer(let digits), .fraction(let digits): return try complete(Self.number(digits))
    case .word(let letters):
      switch String(decoding: letters, as: UTF8.self) {
      case "true": return try complete(true)
      case "false": return try complete(false)
      case "null": return try complete(.null)
      case let word: throw SyntaxError(text: "invalid keyword '\(word)'")
      }
    }
  }

  private mutating func separator(_ token: RequestLexer.Token) throws(SyntaxError) -> JSONValue? {
    let isObject = levels.last?.isObject == true
    switch token {
    case .punctuation(UInt8(ascii: ",")):
      expectation = isObject ? .name : .value
      return nil
    case .punctuation(UInt8(ascii: "}")) where isObject,
      .punctuation(UInt8(ascii: "]")) where !isObject:
      return try close()
    case .punctuation, .string, .integer, .fraction, .word, .stray, .endless:
      guard isReworded else {
        throw SyntaxError(text: "expected separator in \(isObject ? "dict" : "list")")
      }
      throw SyntaxError(text: "expected ',' or '\(isObject ? "}" : "]")'")
    }
  }

  // MARK: - Values

  private mutating func close() throws(SyntaxError) -> JSONValue? {
    guard let level = levels.popLast() else { return nil }
    return try complete(
      level.isObject ? .object(JSONObject(parsed: level.members)) : .array(level.elements)
    )
  }

  /// Puts a value where it belongs; answers with one that belongs nowhere.
  private mutating func complete(_ value: JSONValue) throws(SyntaxError) -> JSONValue? {
    guard let last = levels.indices.last else { return value }
    expectation = .separator
    guard levels[last].isObject else {
      levels[last].elements.append(value)
      return nil
    }
    guard let name = levels[last].name.take() else {
      guard case .string(let name) = value else {
        throw SyntaxError(text: "key is not a string in object")
      }
      levels[last].name = name
      expectation = .colon
      return nil
    }
    guard levels[last].names.insert(Array(name.utf8)).inserted else {
      throw SyntaxError(text: "duplicate key")
    }
    levels[last].members.append(JSONObject.Member(name: name, value: value))
    return nil
  }

  /// An integer of 64 bits where it fits, else the nearest double, which may be infinite.
  private static func number(_ digits: [UInt8]) -> JSONValue {
    let text = String(decoding: digits, as: UTF8.self)
    if let integer = Int64(text) { return .integer(integer) }
    if let unsigned = UInt64(text) { return .unsigned(unsigned) }
    return .number(Double(text) ?? .infinity)
  }
}
