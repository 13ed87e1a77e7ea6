import CLinux
import Glibc

/// The clock that never steps (CLOCK_MONOTONIC, clock_gettime(2)), and the one on the wall.
package enum MonotonicClock {
  /// The time since some start.
  package static var now: Duration {
    read(CLOCK_MONOTONIC)
  }

  static func read(_ clock: clockid_t) -> Duration {
    var time = timespec()
    clock_gettime(clock, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}

/// The time of day (CLOCK_REALTIME), which can step.
package enum WallClock {
  /// The time since 1970-01-01 00:00 UTC.
  package static var now: Duration {
    MonotonicClock.read(CLOCK_REALTIME)
  }

  /// `12:34:56.789`, local time.
  package static var timeOfDay: String {
    let now = now.components
    var seconds = time_t(now.seconds)
    var local = tm()
    localtime_r(&seconds, &local)
    let fields = [local.tm_hour, local.tm_min, local.tm_sec].map { digits(Int($0), 2) }
    let milliseconds = Int(now.attoseconds / 1_000_000_000_000_000)
    return fields.joined(separator: ":") + "." + digits(milliseconds, 3)
  }

  private static func digits(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }
}
