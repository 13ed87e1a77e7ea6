import JobControl
import Testing

@Suite struct SizeTests {
  private static let sizes: [(Int64, String)] = [
    (0, "0 B"), (1, "1 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (1535, "1.4 KiB"),
    (1536, "1.5 KiB"), (1_048_575, "1023.9 KiB"), (1 << 20, "1.0 MiB"), (3 << 29, "1.5 GiB"),
    ((1 << 30) - 1, "1023.9 MiB"), (1 << 40, "1.0 TiB"), (1 << 50, "1.0 PiB"), (1 << 60, "1.0 EiB"),
    (3_689_348_814_741_910_324, "3.2 EiB"), (.max, "7.9 EiB"), (-1, "-1 B"),
    (.min, "-9223372036854775808 B"),
  ]

  @Test(arguments: sizes)
  func `a size has a tenth of its unit, and is never rounded up`(_ bytes: Int64, _ text: String) {
    #expect(Size.text(bytes) == text)
  }

  private static let durations: [(Int64, String)] = [
    (0, "0s"), (59, "59s"), (90, "90s"), (99, "99s"), (100, "1m40s"), (200, "3m20s"),
    (3599, "59m59s"), (3600, "1h00m"), (7500, "2h05m"), (86399, "23h59m"), (86400, "1d00h"),
    (352_800, "4d02h"), (.max, "106751991167300d15h"), (-1, "-1s"),
  ]

  @Test(arguments: durations)
  func `a duration has two units at most`(_ seconds: Int64, _ text: String) {
    #expect(Size.duration(seconds) == text)
  }
}
