import CommandTable
import POSIX
import QMP

/// Times of `watch` as people read them.
struct WatchClock {
  let timestamps: WatchOrder.Timestamps
  /// When the watch began, for relative times.
  let start: Event.Timestamp

  /// Nil where it is not known or not wanted.
  func text(_ time: Event.Timestamp?) -> String? {
    guard let time, time.isOfACalendar else { return nil }
    switch timestamps {
    case .local: return WallClock.timeOfDay(time.seconds, time.microseconds)
    case .utc: return Self.utc(time)
    case .relative:
      let passed =
        (time.seconds - start.seconds) * 1000 + (time.microseconds - start.microseconds) / 1000
      return "+\(max(0, passed) / 1000).\(String(1000 + max(0, passed) % 1000).dropFirst())"
    case .none: return nil
    }
  }

  /// The time in a column; none where no times are wanted.
  func column(_ time: Event.Timestamp?) -> String? {
    let text = text(time) ?? "-"
    switch timestamps {
    case .local: return text.padded(toColumns: 12)
    case .utc: return text.padded(toColumns: 24)
    case .relative: return String(repeating: " ", count: max(0, 9 - text.count)) + text
    case .none: return nil
    }
  }

  /// A time to come, to the second, and with its day where that is another; nil where no times of
  /// day are wanted, and for one too far away to have words.
  func finish(_ time: Event.Timestamp, seenAt now: Event.Timestamp) -> String? {
    let isUTC = timestamps == .utc
    guard time.isOfACalendar, isUTC || timestamps == .local else { return nil }
    let text = WallClock.dateAndTime(time.seconds, isUTC: isUTC)
    let today = WallClock.dateAndTime(now.seconds, isUTC: isUTC)
    let day = text.prefix { $0 != " " }
    return String(today.hasPrefix(day) ? text.dropFirst(day.count + 1) : text[...])
  }

  static func utc(_ time: Event.Timestamp) -> String? {
    time.isOfACalendar ? WallClock.utc(time.seconds, time.microseconds) : nil
  }
}

extension Event.Timestamp {
  /// Whether it is a time that people have words for: it is -1 where the server does not know, and
  /// may be anything where it does not mean well.
  fileprivate var isOfACalendar: Bool {
    let year10000: Int64 = 253_402_300_800
    return (0..<year10000).contains(seconds) && (0..<1_000_000).contains(microseconds)
  }

  /// So many seconds later; nil beyond the end of all clocks.
  func later(bySeconds seconds: Int64) -> Event.Timestamp? {
    let (sum, overflows) = self.seconds.addingReportingOverflow(seconds)
    return overflows ? nil : Event.Timestamp(seconds: sum, microseconds: microseconds)
  }
}
