package import Jobs
package import QMP

/// One thing worth a line: what `watch` tells.
package struct WatchEntry: Sendable {
  package enum What: Hashable, Sendable {
    /// How a job stood when the watch began.
    case snapshot
    case change(from: Reported<JobStatus>?, to: Reported<JobStatus>, outcome: JobOutcome?)
    /// I/O errors of one kind within a second or so.
    case ioErrors(EventTally.ErrorKind, count: Int)
    /// Pauses that ended within a moment, within a second or so.
    case drains(count: Int)
    /// A job that never ran: the command that should have started it failed.
    case phantom
  }

  package let id: String
  package let what: What
  /// As it was then, with its progress only where something told it at that moment.
  package private(set) var job: Job?
  /// When it happened, by the server's clock; by ours for what no event told.
  package let timestamp: Event.Timestamp?
  /// The event behind it; nil for what several or none told.
  package let event: Event?

  package init(
    id: String,
    what: What,
    job: Job?,
    timestamp: Event.Timestamp?,
    event: Event?
  ) {
    self.id = id
    self.what = what
    self.job = job
    self.timestamp = timestamp
    self.event = event
  }

  /// What an event tells of a job.
  init(_ id: String, _ what: What, _ job: Job?, _ event: Event) {
    self.init(
      id: id,
      what: what,
      job: job?.withoutProgress,
      timestamp: event.timestamp,
      event: event
    )
  }

  /// A change that an event told; at the end of a job its companion has told the progress.
  init(_ change: JobChange, _ job: Job?, _ event: Event) {
    let what: What =
      change.isPhantom
      ? .phantom : .change(from: change.from, to: change.to, outcome: change.outcome)
    self.init(
      id: change.id,
      what: what,
      job: change.outcome == nil ? job?.withoutProgress : job,
      timestamp: event.timestamp,
      event: event
    )
  }

  package var status: Reported<JobStatus>? {
    switch what {
    case .snapshot, .ioErrors, .drains: job?.status
    case .change(_, let to, _): to
    case .phantom: .known(.null)
    }
  }

  /// Whether it does not say what kind of job it is about.
  var lacksType: Bool {
    job?.type.word.isEmpty != false
  }

  /// The same, with the type that has become known since.
  func completed(by job: Job?) -> WatchEntry {
    guard lacksType, let job else { return self }
    var entry = self
    entry.job = entry.job?.typed(job.type) ?? job.withoutProgress
    return entry
  }

  func withNumbers(of job: Job?) -> WatchEntry {
    var entry = self
    entry.job = job ?? self.job
    return entry
  }

  /// A start that stands for the creation before it, too.
  var startingWithBirth: WatchEntry {
    guard case .change(_, let to, let outcome) = what else { return self }
    return WatchEntry(
      id: id,
      what: .change(from: nil, to: to, outcome: outcome),
      job: job,
      timestamp: timestamp,
      event: event
    )
  }
}
