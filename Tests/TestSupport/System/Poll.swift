import Glibc

/// poll(2) over a handful of descriptors.
struct Poll {
  private var entries: [pollfd] = []

  /// Waits for `events` on `number` too; the result tells them apart with `isReady`.
  mutating func add(_ number: Int32, _ events: Int32 = POLLIN) {
    entries.append(pollfd(fd: number, events: Int16(events), revents: 0))
  }

  /// True when something happened, false when the deadline passed; without one, waits for ever.
  mutating func wait(until deadline: Deadline?) throws(SupportFailure) -> Bool {
    while true {
      let count = poll(&entries, nfds_t(entries.count), deadline?.milliseconds ?? -1)
      if count > 0 { return true }
      guard count == 0 || errno == EINTR else { throw .system(call: "poll", errno: errno) }
      if let deadline, deadline.hasPassed { return false }
    }
  }

  /// True when the last wait found any of the awaited events, an error or a hang-up there.
  func isReady(_ number: Int32) -> Bool {
    entries.contains { $0.fd == number && $0.revents != 0 }
  }

  /// True when the last wait found the other side gone.
  func isHungUp(_ number: Int32) -> Bool {
    let gone = Int16(POLLHUP) | Int16(POLLERR) | GNU.pollPeerClosed
    return entries.contains { $0.fd == number && $0.revents & gone != 0 }
  }

  /// Waits for one descriptor.
  static func wait(
    for number: Int32,
    _ events: Int32 = POLLIN,
    until deadline: Deadline?
  ) throws(SupportFailure) -> Bool {
    var poll = Poll()
    poll.add(number, events)
    return try poll.wait(until: deadline)
  }
}
