package import Jobs

/// The order in which people expect rows.
package enum SortOrder {
  /// Digits count as numbers: `job2` before `job10`.
  package static func precedes(_ left: String, _ right: String) -> Bool {
    var (a, b) = (left.utf8[...], right.utf8[...])
    while let x = a.first, let y = b.first {
      if isDigit(x), isDigit(y) {
        let (m, n) = (takeNumber(&a), takeNumber(&b))
        if !m.elementsEqual(n) {
          return m.count == n.count ? m.lexicographicallyPrecedes(n) : m.count < n.count
        }
      } else if x != y {
        return x < y
      } else {
        a = a.dropFirst()
        b = b.dropFirst()
      }
    }
    return a.isEmpty && b.isEmpty
      ? left.utf8.lexicographicallyPrecedes(right.utf8) : a.isEmpty
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

  /// The digits at the beginning, without leading zeros.
  private static func takeNumber(_ text: inout Substring.UTF8View) -> Substring.UTF8View {
    let digits = text.prefix(while: isDigit)
    text = text.dropFirst(digits.count)
    return digits.drop { $0 == UInt8(ascii: "0") }
  }
}
