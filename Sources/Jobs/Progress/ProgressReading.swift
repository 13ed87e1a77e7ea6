/// What a ``ProgressMeter`` says of a job.
package struct ProgressReading: Hashable, Sendable {
  /// Units a second over the last looks; nil before there are two of a job that runs.
  package let rate: Double?
  /// Seconds until nothing is left, by the rate less the growth of the total; nil for a
  /// job that is not running, or will not get there like this.
  package let secondsLeft: Int64?
  package let stall: ProgressMeter.Stall?

  package init(rate: Double?, secondsLeft: Int64?, stall: ProgressMeter.Stall? = nil) {
    self.rate = rate
    self.secondsLeft = secondsLeft
    self.stall = stall
  }

  package static let none = ProgressReading(rate: nil, secondsLeft: nil)
}
