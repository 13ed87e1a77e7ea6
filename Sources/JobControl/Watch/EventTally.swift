import Jobs
package import QMP

/// What is counted of one job's events instead of being told.
package struct EventTally: Hashable, Sendable {
  package struct ErrorKind: Hashable, Sendable {
    package let operation: String
    package let action: String

    package init(operation: String, action: String) {
      self.operation = operation
      self.action = action
    }
  }

  /// The job as it was at the latest event counted, and the server's time of that.
  private var job: Job?
  package private(set) var latest: Event.Timestamp?
  package private(set) var drains = 0
  /// How many more there were than the first, which was told.
  private var errors: [ErrorKind: Int] = [:]

  package init() {}

  package mutating func noteDrain(_ entry: WatchEntry) {
    drains += 1
    note(entry)
  }

  /// True for the first of its kind, which is to be told.
  package mutating func noteError(_ kind: ErrorKind, _ entry: WatchEntry) -> Bool {
    note(entry)
    guard let count = errors[kind] else {
      errors[kind] = 0
      return true
    }
    errors[kind] = count + 1
    return false
  }

  private mutating func note(_ entry: WatchEntry) {
    job = entry.job
    latest = entry.timestamp
  }

  // MARK: - Telling

  package func errorNews(of id: String) -> [WatchEntry] {
    errors.filter { $0.value > 0 }
      .sorted { ($0.key.operation, $0.key.action) < ($1.key.operation, $1.key.action) }
      .map { entry(id, .ioErrors($0.key, count: $0.value)) }
  }

  package func drainNews(of id: String) -> [WatchEntry] {
    drains > 0 ? [entry(id, .drains(count: drains))] : []
  }

  private func entry(_ id: String, _ what: WatchEntry.What) -> WatchEntry {
    WatchEntry(id: id, what: what, job: job, timestamp: latest, event: nil)
  }

  /// The same once its errors have been told; nil when nothing is left.
  package var withoutErrors: EventTally? {
    guard drains > 0 else { return nil }
    var rest = self
    rest.errors = [:]
    return rest
  }

  /// The tally that follows; nil when errors have stopped coming.
  package var next: EventTally? {
    let going = errors.filter { $0.value > 0 }
    guard !going.isEmpty else { return nil }
    var next = EventTally()
    next.errors = going.mapValues { _ in 0 }
    return next
  }
}
