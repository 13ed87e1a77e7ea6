/// Makes values of what a client sends, with QEMU's limits and its words for what is wrong.
///
/// A value is complete when as many brackets are closed as are open, whatever their kind; an error
/// throws away what has been collected, and reading goes on behind it (qobject/json-streamer.c).
/// One bad request can therefore give several errors.
struct RequestReader {
  enum Input: Hashable {
    case value(JSONValue)
    /// The text of a reply without an id.
    case error(String)
  }

  private static let maximumTokenCount = 2 << 20

  /// From 11.0 on, errors begin with line and column and are worded anew.
  private let namesPositions: Bool
  private var lexer = RequestLexer()
  private var tokens: [RequestLexer.Token] = []
  private var tokenBytes = 0
  private var openBraces = 0
  private var openBrackets = 0
  private var line = 1
  private var column = 0
  private var inputs: [Input] = []

  init(namesPositions: Bool) {
    self.namesPositions = namesPositions
  }

  /// What the bytes complete, in order.
  mutating func receive(_ bytes: Span<UInt8>) -> [Input] {
    for index in bytes.indices {
      let byte = bytes[index]
      column += 1
      var complete: [RequestLexer.Token] = []
      lexer.feed(byte) { complete.append($0) }
      complete.forEach { take($0) }
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 0
      }
    }
    defer { inputs = [] }
    return inputs
  }

  private mutating func take(_ token: RequestLexer.Token) {
    switch token {
    case .stray(let bytes):
      fail("JSON parse error, stray '\(String(decoding: bytes, as: UTF8.self))'")
      return
    case .punctuation(UInt8(ascii: "{")): openBraces += 1
    case .punctuation(UInt8(ascii: "}")): openBraces -= 1
    case .punctuation(UInt8(ascii: "[")): openBrackets += 1
    case .punctuation(UInt8(ascii: "]")): openBrackets -= 1
    case .punctuation, .string, .integer, .fraction, .word: break
    }
    tokenBytes += token.length
    if tokenBytes > RequestLexer.maximumTokenLength {
      fail("JSON token size limit exceeded")
    } else if tokens.count >= Self.maximumTokenCount {
      fail("JSON token count limit exceeded")
    } else if openBraces + openBrackets > JSONParser.maximumDepth {
      fail("JSON nesting depth limit exceeded")
    } else {
      tokens.append(token)
      if openBraces < 0 || openBrackets < 0 || (openBraces == 0 && openBrackets == 0) { finish() }
    }
  }

  private mutating func finish() {
    var grammar = RequestGrammar(tokens, isReworded: namesPositions)
    do throws(RequestGrammar.SyntaxError) {
      inputs.append(.value(try grammar.value()))
      reset()
    } catch {
      fail("JSON parse error, \(error.text)")
    }
  }

  private mutating func fail(_ text: String) {
    inputs.append(.error(namesPositions ? "\(line):\(column): \(text)" : text))
    reset()
  }

  private mutating func reset() {
    tokens = []
    tokenBytes = 0
    openBraces = 0
    openBrackets = 0
  }
}

extension RequestLexer.Token {
  fileprivate var length: Int {
    switch self {
    case .punctuation: 1
    case .string(let bytes), .integer(let bytes), .fraction(let bytes), .word(let bytes),
      .stray(let bytes):
      bytes.count
    }
  }
}
