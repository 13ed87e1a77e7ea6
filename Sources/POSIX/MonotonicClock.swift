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
    let (seconds, attoseconds) = now.components
    return timeOfDay(seconds, attoseconds / 1_000_000_000_000)
  }

  /// `12:34:56.789`, local time, of a number of seconds since 1970.
  package static func timeOfDay(_ seconds: Int64, _ microseconds: Int64) -> String {
    var seconds = time_t(seconds)
    var local = tm()
    localtime_r(&seconds, &local)
    return time(local, microseconds)
  }

  /// `2026-11-22T12:34:56.789Z` of a number of seconds since 1970.
  package static func utc(_ seconds: Int64, _ microseconds: Int64) -> String {
    var seconds = time_t(seconds)
    var utc = tm()
    gmtime_r(&seconds, &utc)
    return date(utc) + "T" + time(utc, microseconds) + "Z"
  }

  /// `2026-11-22 12:34:56` of a number of seconds since 1970.
  package static func dateAndTime(_ seconds: Int64, isUTC: Bool) -> String {
    var seconds = time_t(seconds)
    var fields = tm()
    if isUTC { gmtime_r(&seconds, &fields) } else { localtime_r(&seconds, &fields) }
    return date(fields) + " " + time(fields)
  }

  private static func date(_ fields: tm) -> String {
    let month = digits(Int(fields.tm_mon) + 1, 2)
    let day = digits(Int(fields.tm_mday), 2)
    return [digits(1900 + Int(fields.tm_year), 4), month, day].joined(separator: "-")
  }

  private static func time(_ fields: tm) -> String {
    String(time(fields, 0).dropLast(4))
  }

  /// `12:34:56.789`, put together byte by byte, since every event has a time.
  private static func time(_ fields: tm, _ microseconds: Int64) -> String {
    let thousandths = Int(truncatingIfNeeded: microseconds / 1000)
    let pairs = [Int(fields.tm_hour), Int(fields.tm_min), Int(fields.tm_sec), thousandths / 10]
    return String(unsafeUninitializedCapacity: 12) { buffer in
      for (index, pair) in pairs.enumerated() {
        buffer[3 * index] = digit(pair / 10)
        buffer[3 * index + 1] = digit(pair)
        buffer[3 * index + 2] = UInt8(ascii: index < 2 ? ":" : ".")
      }
      buffer[11] = digit(thousandths)
      return 12
    }
  }

  private static func digit(_ number: Int) -> UInt8 {
    UInt8(ascii: "0") + UInt8(truncatingIfNeeded: abs(number % 10))
  }

  private static func digits(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }
}
