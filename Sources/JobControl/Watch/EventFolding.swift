package import Jobs
package import QMP

/// Makes entries of a server's events, and fewer of them than there are events.
///
/// - A pause that ends within a moment is QEMU's own, a drain, and is counted instead of told: starting or ending one job
///   drains all the others, in storms of hundreds of thousands of events.
/// - The companion of a status event (BLOCK_JOB_READY and so on) says what that says; its numbers go into the entry.
/// - I/O errors that an operator chose to ignore come by thousands: the first is told, the rest counted for a second.
///
/// Time comes in as an argument; ``due`` says when something that is held back wants to be told.
package struct EventFolding {
  /// A pause that lasts longer than this is told.
  package static let momentOfDrain = Duration.milliseconds(200)
  /// Counts are told this often.
  package static let countingTime = Duration.seconds(1)

  private struct HeldPause {
    let entry: WatchEntry
    let due: Instant
  }

  private struct Count {
    var drains = 0
    var errors: [ErrorKind: Int] = [:]
    var due: Instant
  }

  private struct ErrorKind: Hashable {
    let operation: String
    let action: String
  }

  /// Tell everything, one entry an event.
  private let foldsNothing: Bool
  private var board = JobBoard()
  private var pauses: [String: HeldPause] = [:]
  private var counts: [String: Count] = [:]

  package init(foldsNothing: Bool = false) {
    self.foldsNothing = foldsNothing
  }

  /// When something held back is to be told; nil when nothing is.
  package var due: Instant? {
    (pauses.values.map(\.due) + counts.values.map(\.due)).min()
  }

  package func job(_ id: String) -> Job? {
    board[id]?.job
  }

  package var jobs: [Job] {
    board.jobs
  }

  // MARK: - Queries

  package mutating func queryBegins() {
    board.queryBegins()
  }

  /// The jobs as a query tells them; the answer is what nobody had told.
  package mutating func apply(_ jobs: [Job]) -> [JobChange] {
    board.apply(jobs)
  }

  // MARK: - Events

  package mutating func note(_ event: Event, at now: Instant) -> [WatchEntry] {
    guard let jobEvent = JobEvent(event) else { return [] }
    let before = board[jobEvent.id]?.job
    let change = board.apply(jobEvent)
    if case .ioError(let operation, let action) = jobEvent.kind {
      return noteError(ErrorKind(operation: operation, action: action), jobEvent.id, event, now)
    }
    guard let change else { return [] }
    let job = board[jobEvent.id]?.job ?? before
    guard !change.isPhantom else {
      return [entry(change.id, .phantom, job, event)]
    }
    let entry = entry(
      change.id, .change(from: change.from, to: change.to, outcome: change.outcome), job, event)
    return fold(entry, change, now)
  }

  private mutating func fold(
    _ entry: WatchEntry,
    _ change: JobChange,
    _ now: Instant
  ) -> [WatchEntry] {
    guard !foldsNothing else { return [entry] }
    let held = pauses.removeValue(forKey: change.id)
    switch (change.from, change.to) {
    case (.known(.running), .known(.paused)), (.known(.ready), .known(.standby)):
      pauses[change.id] = HeldPause(entry: entry, due: now.advanced(by: Self.momentOfDrain))
      return []
    case (.known(.paused), .known(.running)) where held != nil,
      (.known(.standby), .known(.ready)) where held != nil:
      let fresh = Self.count(from: now)
      counts[change.id, default: fresh].drains += 1
      return []
    default:
      return [held?.entry].compactMap(\.self) + takeCounts(of: change.id) + [entry]
    }
  }

  private mutating func noteError(
    _ kind: ErrorKind,
    _ id: String,
    _ event: Event,
    _ now: Instant
  ) -> [WatchEntry] {
    let isFirst = counts[id]?.errors[kind] == nil
    let fresh = Self.count(from: now)
    counts[id, default: fresh].errors[kind, default: -1] += 1
    guard isFirst || foldsNothing else { return [] }
    return [
      entry(
        id, .ioErrors(operation: kind.operation, action: kind.action, count: 1), board[id]?.job,
        event)
    ]
  }

  private static func count(from now: Instant) -> Count {
    Count(due: now.advanced(by: countingTime))
  }

  // MARK: - Time

  /// Tells what has been held back long enough.
  package mutating func advance(to now: Instant) -> [WatchEntry] {
    var entries: [WatchEntry] = []
    for (id, pause) in pauses.sorted(by: { $0.key < $1.key }) where pause.due <= now {
      entries.append(pause.entry)
      pauses[id] = nil
    }
    for (id, count) in counts.sorted(by: { $0.key < $1.key }) where count.due <= now {
      let goesOn = count.errors.values.contains { $0 > 0 }
      entries += takeCounts(of: id)
      guard goesOn else { continue }
      // Errors go on coming: the next second is counted from its beginning.
      var next = Self.count(from: now)
      for kind in count.errors.keys { next.errors[kind] = 0 }
      counts[id] = next
    }
    return entries
  }

  private mutating func takeCounts(of id: String) -> [WatchEntry] {
    guard let count = counts.removeValue(forKey: id), !foldsNothing else { return [] }
    let job = board[id]?.job
    let errors = count.errors.filter { $0.value > 0 }
      .sorted { ($0.key.operation, $0.key.action) < ($1.key.operation, $1.key.action) }
      .map { kind, count in
        entry(
          id, .ioErrors(operation: kind.operation, action: kind.action, count: count), job, nil)
      }
    let drains = count.drains > 0 ? [entry(id, .drains(count: count.drains), job, nil)] : []
    return errors + drains
  }

  private func entry(
    _ id: String,
    _ what: WatchEntry.What,
    _ job: Job?,
    _ event: Event?
  ) -> WatchEntry {
    WatchEntry(id: id, what: what, job: job, timestamp: event?.timestamp, event: event)
  }
}
