import Jobs
import Testing

@Suite struct ByteRateTests {
  private static let rates: [(String, Int64)] = [
    ("0", 0),
    ("0.0", 0),
    ("unlimited", 0),
    ("1", 1),
    ("4096", 4096),
    ("4096B", 4096),
    ("64K", 64 << 10),
    ("64k", 64 << 10),
    ("64KiB", 64 << 10),
    ("64KiB/s", 64 << 10),
    ("10M", 10 << 20),
    ("10m/s", 10 << 20),
    ("10MiBps", 10 << 20),
    ("1.5G", 3 << 29),
    ("1.5GiB", 3 << 29),
    ("1.50g", 3 << 29),
    ("2T", 2 << 40),
    ("0.5K", 512),
    (".5K", 512),
    ("1.K", 1024),
    // Whole bytes, rounded down.
    ("1.9", 1),
    ("1.0001K", 1024),
    ("9223372036854775807", .max),
    ("9007199254740993", 9_007_199_254_740_993),
    ("8388607T", 8_388_607 << 40),
    ("8388607.5T", 8_388_607 << 40 + 1 << 39),
  ]

  @Test(arguments: rates)
  func `units are powers of 1024`(_ text: String, _ bytes: Int64) throws {
    #expect(try ByteRate(parsing: text).bytesPerSecond == bytes)
  }

  @Test(arguments: [
    ("", noRate), ("fast", noRate), ("M", noRate), (".", noRate), ("+5", noRate),
    (" 5", noRate), ("unlimited/s", noRate), ("∞", noRate), ("٣M", noRate), ("0x10", unknownUnit),
    ("-5", negative), ("-5M", negative), ("-", negative), ("-1.5G", negative),
    ("10Mbit", bits), ("10Mbps", bits), ("10mb", bits), ("10Mb/s", bits), ("5b", bits),
    ("10Kibit/s", bits),
    ("10MB", powersOf1000), ("10kB/s", powersOf1000), ("10MBps", powersOf1000),
    ("1e3", unknownUnit), ("10X", unknownUnit), ("10 M", unknownUnit), ("1_000", unknownUnit),
    ("10M/m", unknownUnit), ("5M5", unknownUnit), ("1,5G", unknownUnit), ("10E", unknownUnit),
    ("99999999999G", tooLarge), ("9223372036854775808", tooLarge), ("8388608T", tooLarge),
    ("8388607.99999999999999999T", tooLarge), ("99999999999999999999", tooLarge),
    ("1.2.3", tooLarge), ("1..2", tooLarge),
    ("0.5", tooSlow), ("0.0009K", tooSlow), ("0.9B/s", tooSlow),
  ])
  func `anything else is refused with the reason`(_ text: String, _ reason: String) {
    #expect(throws: ValueError(word: text, reason: reason)) { try ByteRate(parsing: text) }
  }

  @Test func `a rate is never negative`() {
    #expect(ByteRate(bytesPerSecond: -1) == nil)
    #expect(ByteRate(bytesPerSecond: .min) == nil)
    #expect(ByteRate(bytesPerSecond: 0) == .unlimited)
    #expect(ByteRate(bytesPerSecond: .max)?.bytesPerSecond == .max)
  }

  private static let noRate = "is not a rate; say bytes a second, as in 4096, 10M or 1.5GiB"
  private static let negative = "is negative; use 0 or 'unlimited' for no limit"
  private static let bits = "counts bits; rates are in bytes a second, as in 10M"
  private static let powersOf1000 =
    "could mean powers of 1000; K, M, G and T are powers of 1024"
  private static let unknownUnit = "has an unknown unit; use K, M, G or T, powers of 1024"
  private static let tooLarge = "is not a number of bytes a second below 8 EiB"
  private static let tooSlow = "is less than a byte a second; use 0 or 'unlimited' for no limit"
}
