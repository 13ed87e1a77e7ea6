import QMP

/// Text from elsewhere, made harmless: what a terminal would obey is shown instead.
package enum Visible {
  /// Control characters as `\n`, `\t`, `\x1b`; characters that reorder or hide text as `\u{202e}`.
  package static func text(_ text: String) -> String {
    guard !text.isPlain, text.unicodeScalars.contains(where: \.isTroublesome) else { return text }
    var visible = ""
    for scalar in text.unicodeScalars {
      if scalar.isTroublesome {
        visible += escape(scalar)
      } else {
        visible.unicodeScalars.append(scalar)
      }
    }
    return visible
  }

  package static func quoted(_ text: String) -> String {
    "'\(Self.text(text))'"
  }

  /// The beginning of what a server said, in quotes.
  package static func excerpt(_ bytes: [UInt8]) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    let scalars = text.drop(while: \.isWhitespace).unicodeScalars
    // A single character may be made of any number of them.
    let beginning = scalars.prefix(80)
    return quoted(String(beginning)) + (beginning.endIndex < scalars.endIndex ? " ..." : "")
  }

  /// The escape of one character, without regard to whether it needs one.
  static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    default:
      let digits = String(scalar.value, radix: 16)
      guard scalar.value <= 0xFF else { return "\\u{\(digits)}" }
      return "\\x" + (digits.count < 2 ? "0" : "") + digits
    }
  }
}
