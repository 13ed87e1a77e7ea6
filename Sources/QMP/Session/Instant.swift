/// A point on a clock that never steps back, as nanoseconds since some start.
///
/// This module reads no clock: instants come in as arguments.
package struct Instant: InstantProtocol, Sendable {
  package let nanoseconds: Int64

  /// Later than all others.
  package static let never = Instant(nanoseconds: .max)

  package init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// Saturates at the clock's end instead of overflowing.
  package func advanced(by duration: Duration) -> Instant {
    let (seconds, attoseconds) = duration.components
    let (whole, tooFar) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (delta, carries) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
    let (sum, overflows) = nanoseconds.addingReportingOverflow(delta)
    guard !tooFar, !carries, !overflows else {
      return Instant(nanoseconds: duration < .zero ? .min : .max)
    }
    return Instant(nanoseconds: sum)
  }

  package func duration(to other: Instant) -> Duration {
    .nanoseconds(other.nanoseconds) - .nanoseconds(nanoseconds)
  }

  /// The first of those that there are.
  package static func earliest(
    _ first: Instant?,
    _ second: Instant?,
    _ third: Instant? = nil,
    _ fourth: Instant? = nil
  ) -> Instant? {
    earlier(earlier(first, second), earlier(third, fourth))
  }

  private static func earlier(_ one: Instant?, _ other: Instant?) -> Instant? {
    guard let one, let other else { return one ?? other }
    return min(one, other)
  }

  package static func < (left: Instant, right: Instant) -> Bool {
    left.nanoseconds < right.nanoseconds
  }
}
