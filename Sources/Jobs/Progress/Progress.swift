package import QMP

/// How far a job says it is: two counters that need not agree.
///
/// The total may grow and shrink while the job runs, 0 of 0 is common, and all of it done is not
/// the end of the job (a ready mirror is always there).
package struct Progress: Hashable, Sendable {
  package let current: Int64
  package let total: Int64

  package init(current: Int64, total: Int64) {
    self.current = current
    self.total = total
  }

  /// Nil when either is missing or no integer of 64 bits.
  package init?(_ current: JSONValue?, of total: JSONValue?) {
    guard let current = current?.integer, let total = total?.integer else { return nil }
    self.init(current: current, total: total)
  }

  /// Tenths of a percent, 0 to 1000, rounded down so that 1000 is said of nothing less; nil for 0
  /// of 0.
  package var permille: Int? {
    guard total > 0 else { return nil }
    let done = UInt64(min(max(current, 0), total))
    let (quotient, _) = UInt64(total).dividingFullWidth(done.multipliedFullWidth(by: 1000))
    return Int(quotient)
  }

  /// What is left, in the job's unit.
  package var remaining: Int64 {
    let done = max(0, current)
    return done < total ? total - done : 0
  }

  /// The pace between an earlier look and this one, in units a second; nil when no time has passed.
  package func pace(since earlier: Progress, over time: Duration) -> Double? {
    let seconds = time / .seconds(1)
    guard seconds > 0 else { return nil }
    return max(0, Double(current) - Double(earlier.current)) / seconds
  }

  /// Seconds until nothing is left at `pace`, rounded up; nil when it will not get there.
  package func secondsLeft(atPace pace: Double) -> Int64? {
    guard total > 0, pace > 0 else { return nil }
    return Int64(exactly: (Double(remaining) / pace).rounded(.up))
  }
}
