import Jobs

/// How progress is followed while something is waited for.
package struct ProgressOrder: Hashable, Sendable {
  /// How often to look; nil for as often as suits the place where it is shown.
  package let interval: Duration?
  /// A running job that has not moved for so long is stalled.
  package let stallTime: Duration

  package init(interval: Duration? = nil, stallTime: Duration = defaultStallTime) {
    self.interval = interval
    self.stallTime = stallTime
  }

  package static let defaultStallTime = Duration.seconds(60)
}

/// The options by which commands that wait follow progress.
enum ProgressOptions {
  static let progress = OptionalOption<Duration>(
    "progress",
    value: "DURATION",
    help: """
      Look how far the jobs are, so often (every second for bars on a terminal, every 10 seconds \
      elsewhere).
      """,
    parse: interval
  )
  static let stallAfter = Option<Duration>(
    "stall-after",
    value: "DURATION",
    help: "Say that a job is stalled when it has not moved for so long (60s); implies --progress.",
    parse: interval
  )

  /// Nil where progress is not asked for.
  static func order(_ arguments: Arguments) throws(UsageError) -> ProgressOrder? {
    let interval = try arguments(progress)
    let stallTime = try arguments(stallAfter)
    guard interval != nil || stallTime != nil else { return nil }
    return ProgressOrder(
      interval: interval ?? nil,
      stallTime: stallTime ?? ProgressOrder.defaultStallTime
    )
  }

  /// More often than ten times a second nobody can read.
  private static func interval(_ text: String) throws(ValueError) -> Duration {
    let interval = try Duration(parsing: text)
    guard interval >= .milliseconds(100) else {
      throw ValueError(word: text, reason: "is less than 100ms")
    }
    return interval
  }
}
