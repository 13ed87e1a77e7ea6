package import Jobs

/// The order in which people expect rows.
package enum SortOrder {
  /// Digits count as numbers: `job2` before `job10`.
  package static func precedes(_ left: String, _ right: String) -> Bool {
    let (a, b) = (left.utf8.span, right.utf8.span)
    var (i, j) = (0, 0)
    while i < a.count, j < b.count {
      if isDigit(a[i]), isDigit(b[j]) {
        let (m, n) = (takeNumber(a, &i), takeNumber(b, &j))
        if m.count != n.count { return m.count < n.count }
        for offset in 0..<m.count {
          let (x, y) = (a[m.lowerBound + offset], b[n.lowerBound + offset])
          if x != y { return x < y }
        }
      } else if a[i] != b[j] {
        return a[i] < b[j]
      } else {
        i += 1
        j += 1
      }
    }
    return i == a.count && j == b.count
      ? left.utf8.lexicographicallyPrecedes(right.utf8) : i == a.count
  }

  /// What is not known comes last.
  package static func precedes(_ left: JobField.Value?, _ right: JobField.Value?) -> Bool {
    guard let left, let right else { return left != nil && right == nil }
    switch (left, right) {
    case (.text(let a), .text(let b)): return precedes(a, b)
    default: return number(left) < number(right)
    }
  }

  private static func number(_ value: JobField.Value) -> Int64 {
    switch value {
    case .text: 0
    case .bytes(let count), .steps(let count), .rate(let count), .seconds(let count): count
    case .limit(let rate): rate == 0 ? .max : rate
    case .permille(let tenths): Int64(tenths)
    case .flag(let flag): flag ? 1 : 0
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// Where the digits from `index` on are, without leading zeros; the index goes behind them.
  private static func takeNumber(_ text: Span<UInt8>, _ index: inout Int) -> Range<Int> {
    while index < text.count, text[index] == UInt8(ascii: "0") { index += 1 }
    let start = index
    while index < text.count, isDigit(text[index]) { index += 1 }
    return start..<index
  }
}
