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
    package fileprivate(set) var outcome: JobOutcome?
  }

  private var entries: [String: Entry] = [:]
  /// The jobs whose status events told while a query is out; nil while none is, so that it does not
  /// grow with the events.
  private var touched: Set<String>?

  package init() {}

  package subscript(id: String) -> Entry? {
    entries[id]
  }

  package var jobs: [Job] {
    entries.values.map(\.job)
  }

  // MARK: - Events

  /// Takes an event in; nil when it changes no status.
  package mutating func apply(_ event: JobEvent) -> JobChange? {
    if case .status = event.kind { touched?.insert(event.id) }
    if let progress = event.progress { entries[event.id]?.job.progress = progress }
    if let type = event.type { entries[event.id]?.job.type = type }
    switch event.kind {
    case .status(let status): return move(event.id, to: status)
    case .completed(let error):
      entries[event.id]?.verdict = error.map { .failed($0) } ?? .succeeded
      entries[event.id]?.job.error = error
    case .cancelled:
      entries[event.id]?.verdict = .cancelled
    case .ready, .pending, .ioError:
      break
    }
    return nil
  }

  private mutating func move(_ id: String, to status: Reported<JobStatus>) -> JobChange? {
    let known = status == .known(.created) ? nil : entries[id]
    guard status != .known(.null) else { return remove(id) }
    let from = known?.job.status
    guard from != status else { return nil }
    var entry = known ?? Entry(job: Job(id: id, type: .other(""), status: status))
    entry.job.status = status
    if status == .known(.aborting) { entry.wasAborted = true }
    if status == .known(.concluded) { entry.outcome = entry.outcomeOfConclusion(after: from) }
    entries[id] = entry
    return change(entry, from: from, source: .event)
  }

  private mutating func remove(_ id: String) -> JobChange? {
    guard let entry = entries.removeValue(forKey: id) else { return nil }
    let isPhantom = entry.job.status == .known(.created)
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
    var changes: [JobChange] = []
    let listed = Set(jobs.map(\.id))
    for id in entries.keys.sorted() where !listed.contains(id) && !touched.contains(id) {
      guard let entry = entries.removeValue(forKey: id) else { continue }
      changes.append(
        JobChange(
          id: id,
          type: entry.knownType,
          from: entry.job.status,
          to: .known(.null),
          outcome: entry.outcome ?? entry.verdict ?? .unknown,
          source: .query,
          isPhantom: false
        )
      )
    }
    for job in jobs {
      guard var entry = entries[job.id] else {
        // Events that told of its end were right, and the reply is older.
        guard !touched.contains(job.id) else { continue }
        var entry = Entry(job: job)
        entry.concludeByQuery()
        entries[job.id] = entry
        changes.append(change(entry, from: nil, source: .query))
        continue
      }
      let from = entry.job.status
      entry.job = entry.job.updated(by: job)
      if touched.contains(job.id) { entry.job.status = from }
      if entry.job.status == job.status { entry.concludeByQuery() }
      entries[job.id] = entry
      if entry.job.status != from { changes.append(change(entry, from: from, source: .query)) }
    }
    return changes
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
      isPhantom: false
    )
  }
}

extension JobBoard.Entry {
  /// Nil where only events without a type told of it.
  package var knownType: Reported<JobType>? {
    job.type == .other("") ? nil : job.type
  }

  /// Whether a query would tell more of its end than the events did.
  package var needsQuery: Bool {
    outcome == .failed(nil) || outcome == .unknown || knownType == nil
  }

  /// The outcome when the event `concluded` comes.
  fileprivate func outcomeOfConclusion(after status: Reported<JobStatus>?) -> JobOutcome {
    if let verdict { return verdict }
    if wasAborted { return .failed(nil) }
    // Jobs outside the block family have no companion events; they come here from pending only.
    return status == .known(.pending) ? .succeeded : .unknown
  }

  /// The outcome when a query lists it as concluded.
  fileprivate mutating func concludeByQuery() {
    guard job.status == .known(.concluded) else { return }
    outcome = verdict ?? JobOutcome(errorOfConcluded: job.error)
  }
}
