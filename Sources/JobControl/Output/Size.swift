/// Amounts as people read them, in powers of 1024, never rounded up.
package enum Size {
  private static let units: [StaticString] = [" KiB", " MiB", " GiB", " TiB", " PiB", " EiB"]

  /// `512 B`, `1.5 GiB`.
  package static func text(_ bytes: Int64) -> String {
    guard bytes >= 1024 else { return "\(bytes) B" }
    var unit = 0
    // Taken apart first, since ten times as much need not fit.
    var tenths = bytes / 1024 * 10 + bytes % 1024 * 10 / 1024
    while tenths >= 10240, unit < units.count - 1 {
      unit += 1
      tenths /= 1024
    }
    return decimal(tenths: tenths, unit: units[unit])
  }

  /// `1.5` and the unit; an interpolation takes ten times as long, and tables have many of these.
  static func decimal(tenths: Int64, unit: StaticString) -> String {
    guard (0..<1_000_000).contains(tenths) else { return "\(tenths / 10).\(tenths % 10)\(unit)" }
    return String(unsafeUninitializedCapacity: 7 + unit.utf8CodeUnitCount) { text in
      var length = 0
      func append(_ byte: UInt8) {
        text[length] = byte
        length += 1
      }
      var divisor: Int64 = 100_000
      while divisor > 10, tenths < divisor { divisor /= 10 }
      while divisor > 0 {
        if divisor == 1 { append(UInt8(ascii: ".")) }
        append(UInt8(ascii: "0") + UInt8(tenths / divisor % 10))
        divisor /= 10
      }
      for index in 0..<unit.utf8CodeUnitCount { append(unit.utf8Start[index]) }
      return length
    }
  }

  /// `90s`, `3m20s`, `2h05m`, `4d02h`.
  package static func duration(_ seconds: Int64) -> String {
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86400)
    if seconds < 100 { return "\(seconds)s" }
    if hours < 1 { return "\(minutes)m\(padded(seconds % 60))s" }
    if days < 1 { return "\(hours)h\(padded(minutes % 60))m" }
    return "\(days)d\(padded(hours % 24))h"
  }

  private static func padded(_ number: Int64) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}
