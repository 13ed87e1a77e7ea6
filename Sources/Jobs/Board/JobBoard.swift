package import QMP

/// The latest known state of every job of a server, folded from replies and events.
///
/// An id may be used again: what is known belongs to one instance, from `created` to `null`. A job
/// that is gone is forgotten, so the board stays as small as the server's list.
package struct JobBoard {
  package struct Entry: Hashable, Sendable {
    package fileprivate(set) var job: Job
    /// What a companion event said of the end, before `concluded` made it final.
    fileprivate var verdict: JobOutcome?
    /// It went through `aborting`.
    fileprivate var wasAborted = false
    /// It was aborted before it ran: the transaction that made it was refused.
    fileprivate var isPhantom = false
    package fileprivate(set) var outcome: JobOutcome?

    fileprivate init(_ job: Job) {
      self.job = job
    }
  }

  private var entries: [String: Entry] = [:]
  /// The jobs whose status events told while a query is out; nil while none is, so that it does not
  /// grow with the events.
  private var touched: Set<String>?
  /// Before 3.0 there is neither JOB_STATUS_CHANGE, for which the companions have to stand, nor an
  /// error in what a query tells of a job.
  private let isOld: Bool

  package init(version: QEMUVersion = QEMUVersion(3, 0)) {
    self.isOld = version < QEMUVersion(3, 0)
  }

  package subscript(id: String) -> Entry? {
    entries[id]
  }

  package var count: Int {
    entries.count
  }

  package var jobs: [Job] {
    entries.values.map(\.job)
  }

  // MARK: - Events

  /// Takes an event in; nil when it changes no status.
  package mutating func apply(_ event: JobEvent) -> JobChange? {
    switch event.kind {
    case .status(let status): return move(event.id, to: status)
    case .ready: return note(event, .ready)
    case .pending: return note(event, .pending)
    case .completed(error: nil): return note(event, .pending, .succeeded)
    case .completed(let error?): return note(event, .aborting, .failed(error))
    case .cancelled: return note(event, .aborting, .cancelled)
    case .ioError: return nil
    }
  }

  /// Takes in a companion of the event that told of `status`, and what it says of the end.
  private mutating func note(
    _ companion: JobEvent,
    _ status: JobStatus,
    _ verdict: JobOutcome? = nil
  ) -> JobChange? {
    let known = entries[companion.id]
    var entry = known ?? Entry(Job(id: companion.id, type: .other(""), status: .known(status)))
    if let progress = companion.progress { entry.job.progress = progress }
    if let type = companion.type { entry.job.type = type }
    if let verdict { entry.verdict = verdict }
    if case .failed(let error) = verdict { entry.job.error = error }
    // It says nothing new, unless the status event before it was missed or there are none; and
    // then nothing else will tell of the conclusion that follows at once.
    guard known == nil || isOld else {
      entries[companion.id] = entry
      return nil
    }
    let isConclusion = verdict != nil && isOld
    return move(entry, from: known?.job.status, to: .known(isConclusion ? .concluded : status))
  }

  private mutating func move(_ id: String, to status: Reported<JobStatus>) -> JobChange? {
    touched?.insert(id)
    guard status != .known(.null) else { return remove(id) }
    let known = status == .known(.created) ? nil : entries[id]
    let entry = known ?? Entry(Job(id: id, type: .other(""), status: status))
    return move(entry, from: known?.job.status, to: status)
  }

  private mutating func move(
    _ entry: Entry,
    from: Reported<JobStatus>?,
    to status: Reported<JobStatus>
  ) -> JobChange? {
    var entry = entry
    touched?.insert(entry.job.id)
    entry.job.status = status
    if from != status {
      if status == .known(.aborting) {
        entry.wasAborted = true
        entry.isPhantom = from == .known(.created)
      }
      if status == .known(.concluded), !entry.isPhantom {
        entry.outcome = entry.outcomeOfConclusion(after: from)
      }
    }
    entries[entry.job.id] = entry
    return from == status ? nil : change(entry, from: from, source: .event)
  }

  private mutating func remove(_ id: String) -> JobChange? {
    guard let entry = entries.removeValue(forKey: id) else { return nil }
    let isPhantom = entry.isPhantom || entry.job.status == .known(.created)
    return JobChange(
      id: id,
      type: entry.knownType,
      from: entry.job.status,
      to: .known(.null),
      outcome: isPhantom ? nil : entry.outcome ?? entry.verdict ?? .unknown,
      source: .event,
      isPhantom: isPhantom
    )
  }

  // MARK: - Queries

  /// A query is about to be sent.
  package mutating func queryBegins() {
    touched = []
  }

  /// Takes the reply to the query in.
  ///
  /// A reply can be older than events that came before it, because the server made it before it
  /// sent them: about jobs that events told of since ``queryBegins()``, the events are right.
  package mutating func apply(_ jobs: [Job]) -> [JobChange] {
    let touched = self.touched ?? []
    self.touched = nil
    let listed = Dictionary(jobs.map { ($0.id, $0) }) { first, _ in first }
    var changes = lose { entry in
      !touched.contains(entry.job.id)
        && listed[entry.job.id].map(entry.job.canHaveBecome) != true
    }
    for job in jobs {
      guard var entry = entries[job.id] else {
        // Events that told of its end were right, and the reply is older.
        guard !touched.contains(job.id) else { continue }
        var entry = Entry(job)
        entry.concludeByQuery(errorIsTold: !isOld)
        entries[job.id] = entry
        changes.append(change(entry, from: nil, source: .query))
        continue
      }
      let from = entry.job.status
      entry.job = entry.job.updated(by: job)
      if touched.contains(job.id) { entry.job.status = from }
      if entry.job.status == job.status { entry.concludeByQuery(errorIsTold: !isOld) }
      entries[job.id] = entry
      if entry.job.status != from { changes.append(change(entry, from: from, source: .query)) }
    }
    return changes
  }

  /// Forgets every job, since they were another server's: they are gone, and nobody saw how.
  package mutating func loseAll() -> [JobChange] {
    touched = nil
    return lose { _ in true }
  }

  private mutating func lose(where isLost: (Entry) -> Bool) -> [JobChange] {
    let lost = entries.values.filter(isLost).sorted { $0.job.id < $1.job.id }
    for entry in lost { entries[entry.job.id] = nil }
    return lost.map { entry in
      JobChange(
        id: entry.job.id,
        type: entry.knownType,
        from: entry.job.status,
        to: .known(.null),
        outcome: entry.outcome ?? entry.verdict ?? .unknown,
        source: .query,
        isPhantom: false
      )
    }
  }

  private func change(
    _ entry: Entry,
    from: Reported<JobStatus>?,
    source: JobChange.Source
  ) -> JobChange {
    JobChange(
      id: entry.job.id,
      type: entry.knownType,
      from: from,
      to: entry.job.status,
      outcome: entry.outcome,
      source: source,
      isPhantom: entry.isPhantom
    )
  }
}

extension Job {
  /// Whether `later` can be the same job, and not another one of its id: by the state table, and by
  /// the type.
  fileprivate func canHaveBecome(_ later: Job) -> Bool {
    guard type == later.type || type == .other("") else { return false }
    guard let status = status.known, let next = later.status.known else { return true }
    return status.reachable.contains(next)
  }
}

extension JobBoard.Entry {
  /// Nil where only events without a type told of it.
  package var knownType: Reported<JobType>? {
    job.type == .other("") ? nil : job.type
  }

  /// The outcome when the event `concluded` comes.
  fileprivate func outcomeOfConclusion(after status: Reported<JobStatus>?) -> JobOutcome {
    if let verdict { return verdict }
    if wasAborted { return .failed(nil) }
    // Jobs outside the block family have no companion events; they come here from pending only.
    return status == .known(.pending) ? .succeeded : .unknown
  }

  /// The outcome when a query lists it as concluded.
  fileprivate mutating func concludeByQuery(errorIsTold: Bool) {
    guard job.status == .known(.concluded) else { return }
    let isTold = errorIsTold || job.error != nil
    outcome = verdict ?? (isTold ? JobOutcome(errorOfConcluded: job.error) : .unknown)
  }
}
