package import CommandTable
package import Jobs
package import QMP

/// Looking at jobs over time: everything that is said on the channel is folded into a board.
extension JobServer where Channel: ~Copyable {
  /// From now on nothing is missed; answers what there is at the beginning.
  package mutating func beginWatching() throws(Failure) -> [JobChange] {
    watching = Watching(board: JobBoard(version: version))
    return try refresh()
  }

  /// Asks for all jobs; what the board learnt from the reply and from events before it, in order.
  package mutating func refresh(blockDetails: Bool = false) throws(Failure) -> [JobChange] {
    watching?.board.queryBegins()
    let jobs = try jobs(blockDetails: blockDetails)
    let changes = watching?.board.apply(jobs) ?? []
    return takeChanges() + changes
  }

  /// A job as it is known by now.
  package func known(_ id: String) -> Job? {
    watching?.board[id]?.job
  }

  /// How a job ended, as far as that is known.
  package func outcome(of id: String) -> JobOutcome? {
    watching?.board[id]?.outcome
  }

  /// What the board learnt since it was asked last.
  package mutating func takeChanges() -> [JobChange] {
    watching?.takeChanges() ?? []
  }

  /// The process at the other end; nil where that is not known.
  package var serverProcess: Int32? {
    channel.serverProcess
  }

  /// Whether another connection to the same server may go on where this one ended.
  package var isReplaceable: Bool {
    channel.isReplaceable
  }

  /// The signals that came since this was asked last, of those that the channel heeds.
  package mutating func takeNotices() -> [Notice] {
    channel.takeNotices()
  }

  /// From now on it is over when nobody reads standard output any more.
  package mutating func endWithOutput() {
    channel.endWithOutput()
  }

  /// From now on no reply is awaited longer than a wait that begins `now` may take.
  package mutating func limitReplies(to limit: WaitLimit, from now: Instant) {
    guard case .atMost(let time) = limit else { return }
    channel.limitReplies(to: now.advanced(by: time), after: time)
  }

  /// The next event; nil when `end` comes first.
  package mutating func nextEvent(before end: Instant) throws(Failure) -> Event? {
    looks = JobLooks()
    return try channel.nextEvent(before: end)
  }

  /// Waits for the next change; empty when `end` comes first.
  ///
  /// Every event of a job on the way goes to `observe`.
  package mutating func nextChanges(
    before end: Instant,
    observing observe: (JobEvent) -> Void = { _ in }
  ) throws(Failure) -> [JobChange] {
    looks = JobLooks()
    var changes = takeChanges()
    while changes.isEmpty, let event = try channel.nextEvent(before: end) {
      if let jobEvent = watching?.note(event) { observe(jobEvent) }
      changes = takeChanges()
    }
    return changes
  }
}

/// What is known of the jobs, and what of it nobody has taken yet.
struct Watching {
  var board: JobBoard
  var changes: [JobChange] = []

  mutating func takeChanges() -> [JobChange] {
    defer { changes = [] }
    return changes
  }

  /// Takes an event in, and answers it where it is a job's.
  @discardableResult
  mutating func note(_ event: Event) -> JobEvent? {
    guard let event = JobEvent(event) else { return nil }
    if let change = board.apply(event) { changes.append(change) }
    return event
  }
}
