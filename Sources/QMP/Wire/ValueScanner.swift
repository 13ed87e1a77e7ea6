/// Finds where JSON values end in a buffer that grows.
///
/// It looks for brackets and quotes only; whether a value *is* JSON is the parser's business. At
/// top level a number or a word ends before white space, a bracket or a quote.
struct ValueScanner {
  private enum Place {
    case between
    case container
    case string
    case escape
    case word
  }

  /// Where the value being collected begins, or the next one may.
  private(set) var start = 0
  private var place = Place.between
  private var depth = 0
  private var scanned = 0

  var isInsideValue: Bool {
    place != .between
  }

  /// The buffer has lost its first `count` bytes, all of them before ``start``.
  mutating func forget(_ count: Int) {
    start -= count
    scanned -= count
  }

  /// Goes on at `offset`, behind a value whose end is known; only between values.
  mutating func skip(to offset: Int) {
    start = offset
    scanned = offset
  }

  /// The range of the next complete value; nil when its end has not arrived.
  ///
  /// The next call goes on behind it, and looks at no byte again.
  mutating func next(in bytes: Span<UInt8>) -> Range<Int>? {
    var index = scanned
    let count = bytes.count
    while index < count {
      let byte = bytes[index]
      switch place {
      case .container:
        guard byte.mayBeBracketOrQuote else {
          repeat {
            index += 1
          } while index < count && !bytes[unchecked: index].mayBeBracketOrQuote
          continue
        }
        index += 1
        switch byte {
        case UInt8(ascii: "\""):
          index = skipString(bytes, from: index)
        case UInt8(ascii: "{"), UInt8(ascii: "["):
          depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
          depth -= 1
          if depth == 0 { return value(endingAt: index) }
        default:
          break
        }
      case .string, .escape:
        index = skipString(bytes, from: index)
        if depth == 0, place == .container { return value(endingAt: index) }
      case .word:
        if byte.isJSONWhitespace || byte.isJSONPunctuation { return value(endingAt: index) }
        index += 1
      case .between:
        index += 1
        if byte.isJSONWhitespace {
          start = index
        } else if let end = begin(with: byte, before: index) {
          return value(endingAt: end)
        }
      }
    }
    scanned = index
    return nil
  }

  /// Enters the value whose first byte stands before `index`; answers its end where it is that byte
  /// only.
  private mutating func begin(with byte: UInt8, before index: Int) -> Int? {
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      place = .container
      depth = 1
    case UInt8(ascii: "\""):
      place = .string
    default:
      guard !byte.isJSONPunctuation else { return index }
      place = .word
    }
    return nil
  }

  /// The offset behind the string's closing quote, or behind the last byte when that has not
  /// arrived.
  private mutating func skipString(_ bytes: Span<UInt8>, from start: Int) -> Int {
    var index = start
    let count = bytes.count
    if place == .escape, index < count {
      index += 1
      place = .string
    }
    while true {
      index = JSONReader.skipPlain(bytes, from: index)
      guard index < count else { break }
      let byte = bytes[index]
      index += 1
      if byte == UInt8(ascii: "\"") {
        place = .container
        return index
      }
      if byte == UInt8(ascii: "\\") {
        guard index < count else {
          place = .escape
          return index
        }
        index += 1
      }
    }
    place = .string
    return index
  }

  private mutating func value(endingAt end: Int) -> Range<Int> {
    defer {
      start = end
      scanned = end
      place = .between
      depth = 0
    }
    return start..<end
  }
}

extension UInt8 {
  /// Whether it is a bracket, a quote or one of `Y_y` and DEL, which differ from brackets in as few
  /// bits as brackets do from each other.
  @inline(always)
  fileprivate var mayBeBracketOrQuote: Bool {
    self == UInt8(ascii: "\"") || self | 0x26 == 0x7F
  }

  /// A byte that ends a number or a word: a bracket, a comma, a colon or a quote.
  fileprivate var isJSONPunctuation: Bool {
    switch self {
    case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"),
      UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "\""):
      true
    default:
      false
    }
  }
}
