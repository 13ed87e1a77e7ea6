package import Jobs
package import QMP

/// Makes entries of a server's events, and fewer of them than there are events.
///
/// - A pause that ends within a moment is hardly ever an operator's: starting or ending one job
/// drains all the others, in
///   storms of hundreds of thousands of events. Such pairs are counted instead of told.
/// - The companion of a status event (BLOCK_JOB_READY and so on) says what that says; its numbers
/// go into the entry.
/// - A job's creation is told with its start, so that one which never starts is not taken for a
/// job.
/// - I/O errors that an operator chose to ignore come by thousands: the first is told, the rest
/// counted for a second.
///
/// Time comes in as an argument; ``due`` says when something that is held back wants to be told.
package struct EventFolding {
  /// A pause that lasts longer than this is told.
  package static let momentOfDrain = Duration.milliseconds(200)
  /// A companion comes right behind its status, if it comes at all.
  static let momentOfCompanion = Duration.milliseconds(50)
  /// Counts are told this often.
  package static let countingTime = Duration.seconds(1)

  /// An entry that waits for what may come next.
  private struct Held {
    let entry: WatchEntry
    let due: Instant
  }

  /// Tell everything, one entry an event.
  private let foldsNothing: Bool
  private var board = JobBoard()
  private var held: [String: Held] = [:]
  private var tallies: [String: EventTally] = [:]

  package init(foldsNothing: Bool = false) {
    self.foldsNothing = foldsNothing
  }

  /// When something held back is to be told; nil when nothing is.
  package var due: Instant? {
    (held.values.map(\.due) + tallies.values.map(\.due)).min()
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

  /// Takes in the jobs as a query tells them.
  package mutating func apply(_ jobs: [Job]) {
    _ = board.apply(jobs)
  }

  // MARK: - Events

  package mutating func note(_ event: Event, at now: Instant) -> [WatchEntry] {
    guard let jobEvent = JobEvent(event) else { return [] }
    let before = board[jobEvent.id]?.job
    let change = board.apply(jobEvent)
    let job = board[jobEvent.id]?.job ?? before
    switch jobEvent.kind {
    case .ioError(let operation, let action):
      let kind = EventTally.ErrorKind(operation: operation, action: action)
      return noteError(kind, WatchEntry(jobEvent.id, .ioErrors(kind, count: 1), job, event), now)
    case .ready:
      return tellHeld(jobEvent.id, with: job)
    case .status, .pending, .completed, .cancelled:
      guard let change else { return [] }
      return fold(change, WatchEntry(change, job, event), now)
    }
  }

  private mutating func fold(
    _ change: JobChange,
    _ entry: WatchEntry,
    _ now: Instant
  ) -> [WatchEntry] {
    guard !foldsNothing else { return [entry] }
    let waiting = held.removeValue(forKey: change.id)
    switch (waiting?.entry.status, change.to) {
    case (.known(.created)?, .known(.running)):
      return [entry.startingWithBirth]
    case (.known(.created)?, .known(.null)):
      return [entry]
    case (.known(.paused)?, .known(.running)), (.known(.standby)?, .known(.ready)):
      tallies[change.id, default: EventTally(from: now)].noteDrain(entry.timestamp)
      return []
    case (_, .known(.created)), (_, .known(.paused)), (_, .known(.standby)):
      held[change.id] = Held(entry: entry, due: now.advanced(by: Self.momentOfDrain))
      return [waiting?.entry].compactMap(\.self)
    case (_, .known(.ready)):
      held[change.id] = Held(entry: entry, due: now.advanced(by: Self.momentOfCompanion))
      return [waiting?.entry].compactMap(\.self) + takeTally(of: change.id)
    default:
      return [waiting?.entry].compactMap(\.self) + takeTally(of: change.id) + [entry]
    }
  }

  /// The companion has come: its numbers go with the status.
  private mutating func tellHeld(_ id: String, with job: Job?) -> [WatchEntry] {
    guard let waiting = held[id], waiting.entry.status == .known(.ready) else { return [] }
    held[id] = nil
    return [waiting.entry.withNumbers(of: job)]
  }

  private mutating func noteError(
    _ kind: EventTally.ErrorKind,
    _ entry: WatchEntry,
    _ now: Instant
  ) -> [WatchEntry] {
    let isFirst = tallies[entry.id, default: EventTally(from: now)].noteError(
      kind,
      entry.timestamp
    )
    return isFirst || foldsNothing ? [entry] : []
  }

  // MARK: - Time

  /// Tells what has been held back long enough.
  package mutating func advance(to now: Instant) -> [WatchEntry] {
    var entries: [WatchEntry] = []
    for (id, waiting) in held.sorted(by: { $0.key < $1.key }) where waiting.due <= now {
      entries += takeTally(of: id) + [waiting.entry]
      held[id] = nil
    }
    for (id, tally) in tallies.sorted(by: { $0.key < $1.key }) where tally.due <= now {
      entries += takeTally(of: id)
      tallies[id] = tally.next(from: now)
    }
    return entries
  }

  private mutating func takeTally(of id: String) -> [WatchEntry] {
    guard let tally = tallies.removeValue(forKey: id), !foldsNothing else { return [] }
    return tally.news.map { what in
      WatchEntry(
        id: id,
        what: what,
        job: board[id]?.job.withoutProgress,
        timestamp: tally.latest,
        event: nil
      )
    }
  }
}
