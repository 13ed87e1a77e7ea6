/// Cuts what a client sends into tokens as QEMU's lexer does.
///
/// More is accepted than RFC 8259 allows (single quotes), and errors come early: a byte that fits
/// nowhere is answered at once, and what follows is skipped up to the next bracket, comma, colon or
/// line end (qobject/json-lexer.c in 3.1 to 11.1, by its behaviour on the wire).
package struct RequestLexer {
  package enum Token: Hashable {
    /// One of `{}[],:`.
    case punctuation(UInt8)
    /// With its quotes, escapes not yet replaced.
    case string([UInt8])
    case integer([UInt8])
    case fraction([UInt8])
    /// Letters from a to z; whether they mean anything is the grammar's business.
    case word([UInt8])
    /// Bytes that are no token.
    case stray([UInt8])
    /// More bytes than a token may have.
    case endless
  }

  /// Where a token begins, both from 1 on and in bytes.
  package struct Position: Hashable {
    package var line = 1
    package var column = 1
  }

  private enum State {
    case start
    case string(quote: UInt8)
    case escape(quote: UInt8)
    case minus
    case zero
    case digits
    case point
    case fraction
    case exponent
    case exponentSign
    case exponentDigits
    case word
    case recovery
  }

  private let maximumTokenLength: Int
  private var state = State.start
  private var text: [UInt8] = []
  /// Behind the last byte.
  private var next = Position()
  /// Of the token under way.
  ///
  /// One that begins with the very byte that ended something else is placed a column too far, here
  /// as in QEMU 11.
  private var start = Position()

  package init(maximumTokenLength: Int) {
    self.maximumTokenLength = maximumTokenLength
  }

  /// Takes one byte; a number or a word ends only at the byte behind it, hence up to two tokens.
  package mutating func feed(_ byte: UInt8, _ emit: (Token, Position) -> Void) {
    if byte == UInt8(ascii: "\n") {
      next = Position(line: next.line + 1, column: 1)
    } else {
      next.column += 1
    }
    if let ended = endOfOpenToken(before: byte) { end(ended, emit) }
    switch state {
    case .start: begin(byte, emit)
    case .recovery:
      start = next
      guard byte.endsRecovery else { return }
      state = .start
      begin(byte, emit)
    case .string, .escape, .minus, .zero, .digits, .point, .fraction, .exponent, .exponentSign,
      .exponentDigits, .word:
      proceed(byte, emit)
    }
    if text.count > maximumTokenLength { end(.endless, emit) }
  }

  private mutating func begin(_ byte: UInt8, _ emit: (Token, Position) -> Void) {
    text = [byte]
    switch byte {
    case _ where byte.isJSONWhitespace:
      text = []
      start = next
    case _ where byte.isJSONStructure: end(.punctuation(byte), emit)
    case UInt8(ascii: "\""), UInt8(ascii: "'"): state = .string(quote: byte)
    case UInt8(ascii: "0"): state = .zero
    case UInt8(ascii: "1")...UInt8(ascii: "9"): state = .digits
    case UInt8(ascii: "-"): state = .minus
    case UInt8(ascii: "a")...UInt8(ascii: "z"): state = .word
    default: stray(emit)
    }
  }

  /// Goes on with a token that `byte` belongs to, or breaks.
  private mutating func proceed(_ byte: UInt8, _ emit: (Token, Position) -> Void) {
    text.append(byte)
    let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    switch state {
    case .string(let quote) where byte == quote: end(.string(text), emit)
    case .string(let quote) where byte == UInt8(ascii: "\\"): state = .escape(quote: quote)
    case .string where (0x20...0xFD).contains(byte): break
    case .escape(let quote) where (0x20...0xFD).contains(byte): state = .string(quote: quote)
    case .minus where byte == UInt8(ascii: "0"): state = .zero
    case .minus where isDigit: state = .digits
    case .zero where byte == UInt8(ascii: "."): state = .point
    case .digits where isDigit: break
    case .digits where byte == UInt8(ascii: "."): state = .point
    case .digits where byte | 0x20 == UInt8(ascii: "e"): state = .exponent
    case .point where isDigit: state = .fraction
    case .fraction where isDigit: break
    case .fraction where byte | 0x20 == UInt8(ascii: "e"): state = .exponent
    case .exponent where byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-"):
      state = .exponentSign
    case .exponent where isDigit, .exponentSign where isDigit: state = .exponentDigits
    case .exponentDigits where isDigit: break
    case .word where (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte): break
    case .start, .string, .escape, .minus, .zero, .digits, .point, .fraction, .exponent,
      .exponentSign, .exponentDigits, .word, .recovery:
      stray(emit)
    }
  }

  /// The number or word that is complete because `byte` cannot go on with it.
  private func endOfOpenToken(before byte: UInt8) -> Token? {
    let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    let isExponent = byte | 0x20 == UInt8(ascii: "e")
    let isPoint = byte == UInt8(ascii: ".")
    switch state {
    case .zero: return isDigit || isPoint ? nil : .integer(text)
    case .digits: return isDigit || isPoint || isExponent ? nil : .integer(text)
    case .fraction: return isDigit || isExponent ? nil : .fraction(text)
    case .exponentDigits: return isDigit ? nil : .fraction(text)
    case .word:
      return (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) ? nil : .word(text)
    case .start, .string, .escape, .minus, .point, .exponent, .exponentSign, .recovery: return nil
    }
  }

  private mutating func end(_ token: Token, _ emit: (Token, Position) -> Void) {
    emit(token, start)
    text = []
    state = .start
    start = next
  }

  private mutating func stray(_ emit: (Token, Position) -> Void) {
    end(.stray(text), emit)
    state = .recovery
  }
}

extension UInt8 {
  /// One of the six structural characters (RFC 8259, section 2).
  fileprivate var isJSONStructure: Bool {
    switch self {
    case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"),
      UInt8(ascii: ","), UInt8(ascii: ":"):
      true
    default:
      false
    }
  }

  /// Where reading goes on behind an error: at structure, at a control character other than a tab,
  /// and at what is never UTF-8, with which clients may force a clean start.
  fileprivate var endsRecovery: Bool {
    isJSONStructure || (self < 0x20 && self != UInt8(ascii: "\t")) || self >= 0xFE
  }
}
