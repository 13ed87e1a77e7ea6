import Jobs
import Testing

@Suite struct DurationParsingTests {
  private static let durations: [(String, Duration)] = [
    ("500ms", .milliseconds(500)),
    ("10", .seconds(10)),
    ("10s", .seconds(10)),
    ("5m", .seconds(300)),
    ("2h", .seconds(7200)),
    ("1d", .seconds(86400)),
    ("1.5s", .milliseconds(1500)),
    ("0.5", .milliseconds(500)),
    (".5m", .seconds(30)),
    ("0.0015", .milliseconds(2)),
    ("1ms", .milliseconds(1)),
    ("0.001", .milliseconds(1)),
    ("007s", .seconds(7)),
    ("1000d", .seconds(86_400_000)),
    ("86400000", .seconds(86_400_000)),
  ]

  @Test(arguments: durations)
  func `a number with a unit, or of seconds`(_ text: String, _ duration: Duration) throws {
    #expect(try Duration(parsing: text) == duration)
  }

  @Test(arguments: [
    "", "s", "ms", "soon", ".", "-5s", "+5s", "1e3", "0x10", "5 s", " 5", "5S", "5min", "5m30s",
    "1.2.3s", "٣s", "inf", "nan", "5µs",
  ])
  func `what is none is refused`(_ text: String) {
    let error = ValueError(
      word: text,
      reason: "is not a duration; say 500ms, 10s, 5m, 2h or 1d"
    )
    #expect(throws: error) { try Duration(parsing: text) }
  }

  @Test(arguments: [
    "0", "0s", "0.9ms", "0.0009", "1000.1d", "86400000.1", "99999999999999999999999d",
  ])
  func `nothing and forever are refused`(_ text: String) {
    let error = ValueError(word: text, reason: "is not a duration from 1ms to 1000d")
    #expect(throws: error) { try Duration(parsing: text) }
  }
}
