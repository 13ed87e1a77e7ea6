package import CommandTable
package import Jobs
package import QMP

/// Makes entries of a server's events, and fewer of them than there are events.
///
/// - A pause that ends within a moment is hardly ever an operator's: starting or ending one job
///   drains all the others, in storms of hundreds of thousands of events. Such pairs are counted
///   instead of told, and those of many jobs together.
/// - The companion of a status event (BLOCK_JOB_READY and so on) says what that says; its numbers
///   go into the entry.
/// - A job's creation is told with its start, so that one which never starts is not taken for a
///   job. Pauses of the moment after it belong to it.
/// - I/O errors that an operator chose to ignore come by thousands: the first is told, the rest
///   counted for a second.
///
/// Time comes in as an argument; ``due`` says when something that is held back wants to be told.
package struct EventFolding {
  /// A pause that lasts longer than this is told.
  package static let momentOfDrain = Duration.milliseconds(200)
  /// A companion comes right behind its status, if it comes at all.
  package static let momentOfCompanion = Duration.milliseconds(50)
  /// Counts are told this often.
  package static let countingTime = Duration.seconds(1)
  /// The pauses of no more jobs than this are told job by job.
  package static let fewJobs = 3

  /// An entry that waits for what may come next.
  private struct Held {
    let entry: WatchEntry
    let due: Instant
  }

  /// The jobs whose pauses count.
  package var selection: JobSelection
  /// Tell everything, one entry an event.
  private let foldsNothing: Bool
  private var board: JobBoard
  private var held: [String: Held] = [:]
  private var tallies: [String: EventTally] = [:]
  /// When they are told; nil while nothing is counted.
  private var countingEnd: Instant?
  /// The jobs that have just started, and until when their pauses belong to that.
  private var newborns: [String: Instant] = [:]

  /// Folds the events of a server.
  package init(
    of selection: JobSelection,
    on version: QEMUVersion = QEMUVersion(3, 0),
    foldsNothing: Bool = false
  ) {
    self.selection = selection
    self.board = JobBoard(version: version)
    self.foldsNothing = foldsNothing
  }

  /// The server is of that version; nothing has been folded yet.
  mutating func begin(on version: QEMUVersion) {
    board = JobBoard(version: version)
  }

  /// When something held back is to be told; nil when nothing is.
  package var due: Instant? {
    let first = held.values.lazy.map(\.due).min()
    return Instant.earliest(first, countingEnd)
  }

  /// A job as it is known by now.
  package subscript(id: String) -> JobBoard.Entry? {
    board[id]
  }

  package var jobs: [Job] {
    board.jobs
  }

  /// How many jobs there are.
  var count: Int {
    board.count
  }

  // MARK: - Queries

  package mutating func queryBegins() {
    board.queryBegins()
  }

  /// Takes in the jobs as a query tells them.
  package mutating func apply(_ jobs: [Job]) {
    _ = board.apply(jobs)
  }

  /// Takes in the jobs as the first query after a lost connection tells them: what was missed.
  package mutating func resume(with jobs: [Job], at time: Event.Timestamp) -> [WatchEntry] {
    // In two steps, so that the board is the one that has taken them in.
    let changes = board.apply(jobs)
    return missed(changes, at: time)
  }

  /// The server is another one now: its jobs are other jobs, whatever their ids.
  package mutating func change(
    to version: QEMUVersion,
    at time: Event.Timestamp
  ) -> [WatchEntry] {
    let changes = board.loseAll()
    board = JobBoard(version: version)
    return missed(changes, at: time)
  }

  private func missed(_ changes: [JobChange], at time: Event.Timestamp) -> [WatchEntry] {
    changes.map { change in
      // Another job may have the id of one that is gone.
      let job = change.to == .known(.null) ? nil : board[change.id]?.job
      let gone = Job(id: change.id, type: change.type ?? .other(""), status: change.to)
      return WatchEntry(
        id: change.id,
        what: .missed(from: change.from, to: change.to, outcome: change.outcome),
        job: job ?? gone,
        timestamp: time,
        event: nil
      )
    }
  }

  // MARK: - Events

  package mutating func note(_ event: Event, at now: Instant) -> [WatchEntry] {
    guard let jobEvent = JobEvent(event) else { return [] }
    let before = board[jobEvent.id]?.job
    let change = board.apply(jobEvent)
    let job = board[jobEvent.id]?.job ?? before
    let entry = WatchEntry(jobEvent, change, job, event)
    guard !foldsNothing else { return [entry] }
    switch jobEvent.kind {
    case .ioError(let operation, let action):
      return noteError(EventTally.ErrorKind(operation: operation, action: action), entry, now)
    case .ready where change == nil:
      return tellHeld(jobEvent.id, with: job)
    case .status, .ready, .pending, .completed, .cancelled:
      guard let change else { return [] }
      // Of one that never started no more is told than that.
      return change.isPhantom && change.to != .known(.null) ? [] : fold(entry, now)
    }
  }

  /// Tells of a change, or holds it back.
  private mutating func fold(_ entry: WatchEntry, _ now: Instant) -> [WatchEntry] {
    let id = entry.id
    let waiting = held.removeValue(forKey: id)?.entry
    let told = [waiting].compactMap(\.self)
    switch (waiting?.status, entry.status) {
    case (.known(.created)?, .known(.running)):
      newborns[id] = now.advanced(by: Self.momentOfDrain)
      return [entry.startingWithBirth]
    case (.known(.created)?, .known(.null)):
      return [entry]
    case (.known(.paused)?, .known(.running)), (.known(.standby)?, .known(.ready)):
      noteDrain(entry, now)
      return []
    case (_, .known(.created)), (_, .known(.paused)), (_, .known(.standby)):
      held[id] = Held(entry: entry, due: now.advanced(by: Self.momentOfDrain))
      return told.isEmpty ? [] : takeTally(of: id) + told
    case (_, .known(.ready)) where entry.isWithoutNumbers:
      held[id] = Held(entry: entry, due: now.advanced(by: Self.momentOfCompanion))
      return takeTally(of: id) + told
    default:
      return takeTally(of: id) + told + [entry]
    }
  }

  /// The companion has come: its numbers go with the status.
  private mutating func tellHeld(_ id: String, with job: Job?) -> [WatchEntry] {
    guard let waiting = held[id]?.entry, waiting.status == .known(.ready) else { return [] }
    held[id] = nil
    return [waiting.withNumbers(of: job)]
  }

  private mutating func noteError(
    _ kind: EventTally.ErrorKind,
    _ entry: WatchEntry,
    _ now: Instant
  ) -> [WatchEntry] {
    beginCounting(now)
    let isFirst = tallies[entry.id, default: EventTally()].noteError(kind, entry)
    return isFirst ? [entry] : []
  }

  private mutating func noteDrain(_ entry: WatchEntry, _ now: Instant) {
    if let end = newborns[entry.id], now < end { return }
    guard let job = entry.job, selection.follows(job) else { return }
    beginCounting(now)
    tallies[entry.id, default: EventTally()].noteDrain(entry)
  }

  private mutating func beginCounting(_ now: Instant) {
    if countingEnd == nil { countingEnd = now.advanced(by: Self.countingTime) }
  }

  // MARK: - Time

  /// Tells what has been held back long enough.
  package mutating func advance(to now: Instant) -> [WatchEntry] {
    var entries: [WatchEntry] = []
    if let oldest = newborns.values.min(), oldest <= now {
      newborns = newborns.filter { $0.value > now }
    }
    let ended = held.filter { $0.value.due <= now }
    for (id, waiting) in ended.sorted(by: { ($0.value.due, $0.key) < ($1.value.due, $1.key) }) {
      held[id] = nil
      entries += takeTally(of: id) + [waiting.entry]
    }
    if let countingEnd, countingEnd <= now { entries += tellCounts(at: now) }
    return entries
  }

  /// Tells all that is held back, since nothing more will come.
  package mutating func finish() -> [WatchEntry] {
    let entries = advance(to: .never)
    tallies = [:]
    countingEnd = nil
    return entries
  }

  /// Tells what was counted of a job before there is other news of it.
  ///
  /// In a storm that is its errors only: the pauses of all jobs are told together.
  private mutating func takeTally(of id: String) -> [WatchEntry] {
    guard let tally = tallies[id] else { return [] }
    if isStorm(tallies) {
      tallies[id] = tally.withoutErrors
      return tally.errorNews(of: id)
    }
    tallies[id] = nil
    if tallies.isEmpty { countingEnd = nil }
    return tally.errorNews(of: id) + tally.drainNews(of: id)
  }

  private mutating func tellCounts(at now: Instant) -> [WatchEntry] {
    let counted = tallies
    tallies = counted.compactMapValues(\.next)
    countingEnd = tallies.isEmpty ? nil : now.advanced(by: Self.countingTime)
    let sorted = counted.sorted { $0.key < $1.key }
    let errors = sorted.flatMap { $0.value.errorNews(of: $0.key) }
    guard isStorm(counted) else {
      return errors + sorted.flatMap { $0.value.drainNews(of: $0.key) }
    }
    return errors + [WatchEntry(storm: sorted.map(\.value))]
  }

  private func isStorm(_ tallies: [String: EventTally]) -> Bool {
    tallies.values.lazy.filter { $0.drains > 0 }.prefix(Self.fewJobs + 1).count > Self.fewJobs
  }
}
