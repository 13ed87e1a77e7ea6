import Glibc

/// Descriptors to be waited for together (poll(2)).
package struct PollSet {
  package enum Interest {
    case readable
    case writable
    /// Only that the other end is gone.
    case hangUp
  }

  /// The place of a descriptor in the set.
  package struct Entry: Hashable {
    fileprivate let index: Int
  }

  private var entries: [pollfd] = []

  package init() {}

  package mutating func add(_ descriptor: borrowing Descriptor, _ interest: Interest) -> Entry {
    add(number: descriptor.rawValue, interest)
  }

  package mutating func add(_ stream: StandardStream, _ interest: Interest) -> Entry {
    add(number: stream.rawValue, interest)
  }

  mutating func add(number: Int32, _ interest: Interest) -> Entry {
    let events: Int16 =
      switch interest {
      case .readable: Int16(POLLIN)
      case .writable: Int16(POLLOUT)
      case .hangUp: 0
      }
    entries.append(pollfd(fd: number, events: events, revents: 0))
    return Entry(index: entries.count - 1)
  }

  /// Waits until one of them is ready or the time has passed; without a limit when `timeout` is
  /// nil.
  package mutating func wait(timeout: Duration?) throws(SystemError) {
    let end = timeout.map { MonotonicClock.now + $0 }
    while true {
      let result = poll(&entries, nfds_t(entries.count), Self.milliseconds(until: end))
      guard result == -1 else { return }
      guard errno == EINTR else { throw SystemError(call: "poll", code: errno) }
    }
  }

  /// Whether something can be done with it now, be it to learn that the other end is gone.
  package func isReady(_ entry: Entry) -> Bool {
    entries[entry.index].revents != 0
  }

  /// Rounded up, so that the time has passed when poll says so.
  private static func milliseconds(until end: Duration?) -> Int32 {
    guard let end else { return -1 }
    let left = (end - MonotonicClock.now).components
    guard left.seconds >= 0 else { return 0 }
    guard left.seconds < 1_000_000 else { return 1_000_000_000 }
    let milliseconds =
      left.seconds * 1000 + (left.attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    return Int32(max(0, milliseconds))
  }
}
