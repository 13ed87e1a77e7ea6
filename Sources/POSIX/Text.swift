import CLinux
import Glibc

/// What the C library knows of text.
package enum Text {
  /// Takes characters and their widths from UTF-8, whatever the user's language (setlocale(3)).
  ///
  /// Done by itself where characters count; not at the start, since most runs see none but ASCII.
  package static func useUTF8() {
    _ = locale
  }

  private static let locale: Void = {
    setlocale(LC_CTYPE, "C.UTF-8")
  }()

  /// The columns that a character takes on a terminal (wcwidth(3)); 0 for one that has no width of
  /// its own.
  package static func width(of character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    useUTF8()
    return max(0, Int(wcwidth(wchar_t(bitPattern: scalar.value))))
  }

  /// The columns that a scalar takes on a terminal (wcwidth(3)); nil for one that is not printed, as
  /// control characters.
  package static func columns(of scalar: Unicode.Scalar) -> Int? {
    useUTF8()
    let width = Int(wcwidth(wchar_t(bitPattern: scalar.value)))
    return width < 0 ? nil : width
  }

  /// Whether a name matches a pattern of `*`, `?` and `[...]` (fnmatch(3)).
  package static func matches(_ name: String, pattern: String) -> Bool {
    useUTF8()
    return fnmatch(pattern, name, 0) == 0
  }
}
