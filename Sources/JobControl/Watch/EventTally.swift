package import QMP

/// What is counted of one job's events instead of being told.
package struct EventTally: Hashable, Sendable {
  package struct ErrorKind: Hashable, Sendable {
    package let operation: String
    package let action: String
  }

  /// When the counts are to be told.
  package let due: Instant
  /// The server's time of the latest event counted.
  package private(set) var latest: Event.Timestamp?
  private var drains = 0
  /// How many more there were than the first, which was told.
  private var errors: [ErrorKind: Int] = [:]

  init(from now: Instant) {
    self.due = now.advanced(by: EventFolding.countingTime)
  }

  mutating func noteDrain(_ timestamp: Event.Timestamp?) {
    drains += 1
    latest = timestamp
  }

  /// True for the first of its kind, which is to be told.
  mutating func noteError(_ kind: ErrorKind, _ timestamp: Event.Timestamp?) -> Bool {
    latest = timestamp
    guard let count = errors[kind] else {
      errors[kind] = 0
      return true
    }
    errors[kind] = count + 1
    return false
  }

  package var news: [WatchEntry.What] {
    let errors = errors.filter { $0.value > 0 }
      .sorted { ($0.key.operation, $0.key.action) < ($1.key.operation, $1.key.action) }
      .map { WatchEntry.What.ioErrors($0.key, count: $0.value) }
    return errors + (drains > 0 ? [.drains(count: drains)] : [])
  }

  /// The tally that follows; nil when errors have stopped coming.
  func next(from now: Instant) -> EventTally? {
    let going = errors.filter { $0.value > 0 }
    guard !going.isEmpty else { return nil }
    var next = EventTally(from: now)
    next.errors = going.mapValues { _ in 0 }
    return next
  }
}
