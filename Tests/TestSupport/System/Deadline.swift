/// An instant after which waiting ends.
struct Deadline: Sendable {
  private let instant: ContinuousClock.Instant

  init(after duration: Duration) {
    instant = .now + duration
  }

  var hasPassed: Bool {
    ContinuousClock.now >= instant
  }

  /// The time left as poll(2) wants it, rounded up so that it never wakes too early.
  var milliseconds: Int32 {
    let (seconds, attoseconds) = max(.zero, instant - .now).components
    return Int32(
      clamping: seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    )
  }
}
