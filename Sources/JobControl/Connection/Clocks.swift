import POSIX
import QMP

extension Instant {
  static var now: Instant {
    Instant(nanoseconds: 0).advanced(by: MonotonicClock.now)
  }
}

extension Event.Timestamp {
  /// The time of day.
  static var now: Event.Timestamp {
    let (seconds, attoseconds) = WallClock.now.components
    return Event.Timestamp(seconds: seconds, microseconds: attoseconds / 1_000_000_000_000)
  }
}
