import CEditline

/// The lines that can be fetched back: the newest 10,000, none twice in a row.
package struct LineHistory: ~Copyable {
  package static let maximumCount = 10_000

  let handle: OpaquePointer

  /// An empty one; nil where there is no memory.
  static func make() -> LineHistory? {
    guard let handle = ceditline_history(Int32(maximumCount)) else { return nil }
    return LineHistory(handle: handle)
  }

  private init(handle: OpaquePointer) {
    self.handle = handle
  }

  deinit {
    history_wend(handle)
  }

  borrowing func append(_ line: String) {
    ceditline_enter(handle, line.wide)
  }

  /// The newest lines, at most `count`, oldest first.
  borrowing func newest(_ count: Int) -> [String] {
    var lines: [String] = []
    var next = count > 0 ? ceditline_newest(handle) : nil
    while let line = next, lines.count < count {
      lines.append(String(wide: line))
      next = ceditline_older(handle)
    }
    return lines.reversed()
  }
}

extension String {
  /// As wchar_t, with a NUL at the end.
  var wide: [wchar_t] {
    unicodeScalars.map { wchar_t(bitPattern: $0.value) } + [0]
  }

  /// Reads up to the NUL.
  init(wide text: UnsafePointer<wchar_t>) {
    var count = 0
    while text[count] != 0 { count += 1 }
    self.init(UnsafeBufferPointer(start: text, count: count).map(\.scalar))
  }
}

extension wchar_t {
  /// U+FFFD for what is no scalar.
  var scalar: Unicode.Scalar {
    Unicode.Scalar(UInt32(bitPattern: self)) ?? "\u{FFFD}"
  }
}
