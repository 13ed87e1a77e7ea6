import Jobs
import QMP
import Testing

@Suite struct ProgressTests {
  private static let shares: [(Int64, Int64, Int?, Int64)] = [
    // current, total, permille, remaining
    (0, 0, nil, 0),
    (5, 0, nil, 0),
    (0, 1, 0, 1),
    (1, 1, 1000, 0),
    (1, 3, 333, 2),
    (2, 3, 666, 1),
    (999_999, 1_000_000, 999, 1),
    (1, 1_000_000, 0, 999_999),
    // A total that has shrunk below what is done.
    (200, 100, 1000, 0),
    (-5, 10, 0, 10),
    (5, -10, nil, 0),
    (-5, -10, nil, 0),
    (.max, .max, 1000, 0),
    (.max - 1, .max, 999, 1),
    (.min, .max, 0, .max),
    (.max, .min, nil, 0),
    (.min, .min, nil, 0),
    (.max / 2, .max, 499, .max - .max / 2),
  ]

  @Test(arguments: shares)
  func `a share is rounded down and never beyond its ends`(
    _ current: Int64,
    _ total: Int64,
    _ permille: Int?,
    _ remaining: Int64
  ) {
    let progress = Progress(current: current, total: total)
    #expect(progress.permille == permille)
    #expect(progress.remaining == remaining)
  }

  private static let strangers: [(JSONValue?, JSONValue?)] = [
    (nil, 1), (1, nil), (.string("1"), 1), (.number(1), 1), (1, .null),
    (1, .unsigned(UInt64(Int64.max) + 1)),
  ]

  @Test(arguments: strangers)
  func `both counters must be integers`(_ current: JSONValue?, _ total: JSONValue?) {
    #expect(Progress(current, of: total) == nil)
  }

  private static let paces: [(Int64, Int64, Duration, Double?)] = [
    (0, 100, Duration.seconds(1), 100),
    (0, 100, .milliseconds(500), 200),
    (100, 100, .seconds(1), 0),
    // A new job of the same id.
    (100, 0, .seconds(1), 0),
    (0, 100, .zero, nil),
    (0, 100, .seconds(-1), nil),
    (.min, .max, .seconds(1), 0x1p64),
  ]

  @Test(arguments: paces)
  func `a pace takes time, and is never negative`(
    _ earlier: Int64,
    _ later: Int64,
    _ time: Duration,
    _ pace: Double?
  ) {
    let progress = Progress(current: later, total: .max)
    #expect(progress.pace(since: Progress(current: earlier, total: 0), over: time) == pace)
  }

  private static let times: [(Int64, Int64, Double, Int64?)] = [
    (0, 100, 10, 10),
    (1, 100, 10, 10),
    (100, 100, 10, 0),
    (99, 100, 1000, 1),
    (0, 0, 10, nil),
    (0, 100, 0, nil),
    (100, 100, 0, nil),
    (0, 100, -5, nil),
    (0, 100, .nan, nil),
    (0, 100, .leastNonzeroMagnitude, nil),
    (0, .max, 0.5, nil),
    (0, 100, .infinity, 0),
  ]

  @Test(arguments: times)
  func `the time left is rounded up, and told only where there is an end`(
    _ current: Int64,
    _ total: Int64,
    _ pace: Double,
    _ seconds: Int64?
  ) {
    #expect(Progress(current: current, total: total).secondsLeft(atPace: pace) == seconds)
  }
}
