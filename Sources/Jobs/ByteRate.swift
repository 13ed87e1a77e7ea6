/// A speed limit in bytes a second, as `block-job-set-speed` takes it: 0 is no limit, and it is
/// never negative.
package struct ByteRate: Hashable, Sendable {
  package static let unlimited = ByteRate(unchecked: 0)

  package let bytesPerSecond: Int64

  /// Nil for a negative rate.
  package init?(bytesPerSecond: Int64) {
    guard bytesPerSecond >= 0 else { return nil }
    self.bytesPerSecond = bytesPerSecond
  }

  private init(unchecked bytesPerSecond: Int64) {
    self.bytesPerSecond = bytesPerSecond
  }
}

extension ByteRate {
  /// Reads `4096`, `10M`, `1.5GiB`, `64KiB/s`, `64KiBps` or `unlimited`; K, M, G and T are powers
  /// of 1024.
  package init(parsing text: String) throws(ValueError) {
    guard text != "unlimited" else {
      self = .unlimited
      return
    }
    var word = text[...]
    if word.hasSuffix("/s") || word.hasSuffix("Bps") { word = word.dropLast(2) }
    let number = word.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard number.contains(where: \.isNumber) else {
      throw ValueError(
        word: text,
        reason: text.hasPrefix("-")
          ? "is negative; use 0 or 'unlimited' for no limit"
          : "is not a rate; say bytes a second, as in 4096, 10M or 1.5GiB"
      )
    }
    let shift = try Self.shift(ofUnit: word.dropFirst(number.count), in: text)
    guard let bytes = Self.bytes(number, shift: shift) else {
      throw ValueError(word: text, reason: "is not a number of bytes a second below 8 EiB")
    }
    // Rounded down to 0 it would lift the limit.
    guard bytes > 0 || number.allSatisfy({ $0 == "0" || $0 == "." }) else {
      throw ValueError(
        word: text,
        reason: "is less than a byte a second; use 0 or 'unlimited' for no limit"
      )
    }
    self.init(unchecked: bytes)
  }

  /// The power of two that a unit stands for.
  private static func shift(ofUnit unit: Substring, in text: String) throws(ValueError) -> Int64 {
    switch unit {
    case "", "B": return 0
    case "K", "k", "KiB": return 10
    case "M", "m", "MiB": return 20
    case "G", "g", "GiB": return 30
    case "T", "t", "TiB": return 40
    default: break
    }
    let lowered = unit.lowercased()
    if lowered.hasSuffix("bit") || lowered.hasSuffix("bps") || unit.hasSuffix("b") {
      throw ValueError(word: text, reason: "counts bits; rates are in bytes a second, as in 10M")
    }
    if lowered.hasSuffix("b") {
      throw ValueError(
        word: text,
        reason: "could mean powers of 1000; K, M, G and T are powers of 1024"
      )
    }
    throw ValueError(word: text, reason: "has an unknown unit; use K, M, G or T, powers of 1024")
  }

  /// The number shifted, rounded down to whole bytes; nil when it is none or too large.
  private static func bytes(_ number: Substring, shift: Int64) -> Int64? {
    let parts = number.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = Int64("0" + parts[0]), whole <= Int64.max >> shift else { return nil }
    guard parts.count > 1 else { return whole << shift }
    guard let fraction = Double("0." + parts[1]) else { return nil }
    let (sum, overflows) = (whole << shift).addingReportingOverflow(
      Int64(fraction * Double(Int64(1) << shift))
    )
    return overflows ? nil : sum
  }
}
