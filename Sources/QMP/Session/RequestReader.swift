/// Makes values of what a client sends, with QEMU's limits and its words for what is wrong.
///
/// A request ends where as many brackets are closed as were opened, whatever their kind
/// (qobject/json-streamer.c). Bytes that are no token throw away what there is of it, and reading
/// goes on behind them, so that one bad request can give several errors; up to 10.2 a limit that is
/// exceeded does the same. Any other error is told once, at the end of the request; from 11.0 on at
/// once.
package struct RequestReader {
  package enum Input: Hashable {
    case value(JSONValue)
    /// The text of a reply without an id.
    case error(String)
  }

  /// What a request may have at most.
  package struct Limits {
    /// Bytes, in one token or in all together.
    package var bytes = 64 << 20
    package var tokens = 2 << 20
    package var depth = JSONParser.maximumDepth

    package init() {}
  }

  private let limits: Limits
  /// From 11.0 on, errors begin with line and column and are worded anew.
  private let isReworded: Bool
  private var lexer: RequestLexer
  private var grammar: RequestGrammar
  private var tokenCount = 0
  private var byteCount = 0
  private var openBraces = 0
  private var openBrackets = 0
  /// What is wrong with the request under way, if anything is.
  private var error: String?
  private var inputs: [Input] = []

  package init(for version: QEMUVersion, limits: Limits = Limits()) {
    self.limits = limits
    isReworded = version >= QEMUVersion(11, 0)
    lexer = RequestLexer(maximumTokenLength: limits.bytes)
    grammar = RequestGrammar(isReworded: isReworded)
  }

  /// What the bytes complete, in order.
  package mutating func receive(_ bytes: Span<UInt8>) -> [Input] {
    for index in bytes.indices {
      var complete: [(RequestLexer.Token, RequestLexer.Position)] = []
      lexer.feed(bytes[index]) { complete.append(($0, $1)) }
      for (token, position) in complete { take(token, position) }
    }
    defer { inputs = [] }
    return inputs
  }

  private mutating func take(_ token: RequestLexer.Token, _ position: RequestLexer.Position) {
    switch token {
    case .stray(let bytes):
      let shown = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      return abandon(parseError("stray '\(shown)'", position))
    case .punctuation(UInt8(ascii: "{")): openBraces += 1
    case .punctuation(UInt8(ascii: "}")): openBraces -= 1
    case .punctuation(UInt8(ascii: "[")): openBrackets += 1
    case .punctuation(UInt8(ascii: "]")): openBrackets -= 1
    case .punctuation, .string, .integer, .fraction, .word, .endless: break
    }
    tokenCount += 1
    byteCount += token.length
    if let limit = exceededLimit(token) {
      guard isReworded else { return abandon(limit) }
      fail(limit)
    }
    let value = error == nil ? value(with: token, position) : nil
    guard openBraces < 0 || openBrackets < 0 || (openBraces == 0 && openBrackets == 0) else {
      return
    }
    if let value { inputs.append(.value(value)) }
    if let error, !isReworded { inputs.append(.error(error)) }
    reset()
  }

  private mutating func value(
    with token: RequestLexer.Token,
    _ position: RequestLexer.Position
  ) -> JSONValue? {
    do throws(RequestGrammar.SyntaxError) {
      return try grammar.take(token)
    } catch {
      fail(parseError(error.text, position))
      return nil
    }
  }

  private func exceededLimit(_ token: RequestLexer.Token) -> String? {
    if token == .endless || byteCount > limits.bytes { return "JSON token size limit exceeded" }
    if tokenCount > limits.tokens { return "JSON token count limit exceeded" }
    if openBraces + openBrackets > limits.depth { return "JSON nesting depth limit exceeded" }
    return nil
  }

  private func parseError(_ text: String, _ position: RequestLexer.Position) -> String {
    let place = isReworded ? "\(position.line):\(position.column): " : ""
    return "\(place)JSON parse error, \(text)"
  }

  /// Notes the first error of a request.
  private mutating func fail(_ text: String) {
    guard error == nil else { return }
    error = text
    if isReworded { inputs.append(.error(text)) }
  }

  /// Forgets the request because of an error.
  private mutating func abandon(_ text: String) {
    if error == nil || !isReworded { inputs.append(.error(text)) }
    reset()
  }

  private mutating func reset() {
    grammar = RequestGrammar(isReworded: isReworded)
    tokenCount = 0
    byteCount = 0
    openBraces = 0
    openBrackets = 0
    error = nil
  }
}

extension RequestLexer.Token {
  fileprivate var length: Int {
    switch self {
    case .punctuation: 1
    case .string(let bytes), .integer(let bytes), .fraction(let bytes), .word(let bytes),
      .stray(let bytes):
      bytes.count
    case .endless: 0
    }
  }
}
