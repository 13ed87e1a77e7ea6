package import Jobs
package import QMP

/// One thing worth a line: what `watch` tells.
package struct WatchEntry: Sendable {
  package enum What: Hashable, Sendable {
    /// How a job stood when the watch began, or when somebody asked.
    case snapshot
    /// How far a job has come, and how fast it goes.
    case progress(ProgressReading)
    /// It stopped moving, or moves again.
    case movement(ProgressNews)
    /// What happened while the connection was lost, as far as the state afterwards tells.
    case missed(from: Reported<JobStatus>?, to: Reported<JobStatus>, outcome: JobOutcome?)
    case change(from: Reported<JobStatus>?, to: Reported<JobStatus>, outcome: JobOutcome?)
    /// I/O errors of one kind within a second or so.
    case ioErrors(EventTally.ErrorKind, count: Int)
    /// Pauses that ended within a moment, within a second or so.
    case drains(count: Int)
    /// The same of many jobs.
    case storm(jobs: Int, drains: Int)
    /// A job that never ran: the command that should have started it failed.
    case phantom
    /// A BLOCK_JOB event, which says what a status says, where nothing is folded.
    case companion(event: String, error: String?)
  }

  /// Empty for what is about many jobs.
  package let id: String
  package private(set) var what: What
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

  /// What an event tells: the change that it makes, where it makes one.
  init(_ jobEvent: JobEvent, _ change: JobChange?, _ job: Job?, _ event: Event) {
    let what = change.map(What.init) ?? What(jobEvent, job, event)
    // The companion that told of the end has told how far the job came.
    let hasNumbers = jobEvent.progress != nil || change?.outcome != nil
    self.init(
      id: jobEvent.id,
      what: what,
      job: hasNumbers ? job : job?.withoutProgress,
      timestamp: event.timestamp,
      event: event
    )
  }

  /// Pauses of many jobs, told together.
  init(storm tallies: [EventTally]) {
    let drained = tallies.filter { $0.drains > 0 }
    let latest = drained.compactMap(\.latest).max {
      ($0.seconds, $0.microseconds) < ($1.seconds, $1.microseconds)
    }
    self.init(
      id: "",
      what: .storm(jobs: drained.count, drains: drained.reduce(0) { $0 + $1.drains }),
      job: nil,
      timestamp: latest,
      event: nil
    )
  }

  package var status: Reported<JobStatus>? {
    switch what {
    case .snapshot, .progress, .movement, .ioErrors, .drains, .storm, .companion: job?.status
    case .change(_, let to, _), .missed(_, let to, _): to
    case .phantom: .known(.null)
    }
  }

  /// The status in which it says that a job is; nil for what says no such thing.
  var arrival: JobStatus? {
    switch what {
    case .snapshot, .change, .missed: status?.known
    case .progress, .movement, .ioErrors, .drains, .storm, .companion, .phantom: nil
    }
  }

  /// Whether a query would tell more: what kind of job it is about, or how it ended.
  var lacksWords: Bool {
    // A pattern, since comparing goes by way of the generic type, and this is asked of each event.
    if case .known(.null)? = status { return false }
    guard !id.isEmpty else { return false }
    guard job?.type.word.isEmpty == false else { return true }
    guard case .change(_, .known(.concluded), let outcome) = what else { return false }
    return outcome == .failed(nil) || outcome == .unknown
  }

  var isSnapshot: Bool {
    if case .snapshot = what { true } else { false }
  }

  var isWithoutNumbers: Bool {
    job?.progress == nil
  }

  /// The same, with what has become known of the job since.
  func completed(by known: @autoclosure () -> JobBoard.Entry?) -> WatchEntry {
    guard lacksWords, let known = known() else { return self }
    var entry = self
    entry.job = (job ?? known.job.withoutProgress).typed(known.job.type)
    if case .change(let from, .known(.concluded), .some) = what, let outcome = known.outcome {
      entry.what = .change(from: from, to: .known(.concluded), outcome: outcome)
    }
    return entry
  }

  func typed(_ type: Reported<JobType>) -> WatchEntry {
    var entry = self
    entry.job = job?.typed(type)
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

extension [WatchEntry] {
  /// Gives entries the types that later ones of the same jobs tell.
  mutating func fillInTypes() {
    guard contains(where: \.lacksWords) else { return }
    var jobs: [String: Job] = [:]
    for index in indices.reversed() {
      let entry = self[index]
      if let job = entry.job, !job.type.word.isEmpty {
        jobs[entry.id] = job
      } else if let job = jobs[entry.id] {
        self[index] = entry.typed(job.type)
      }
      // Before it was another job that had the id.
      if case .change(nil, _, _) = entry.what { jobs[entry.id] = nil }
    }
  }
}

extension WatchEntry.What {
  fileprivate init(_ change: JobChange) {
    self =
      change.isPhantom && change.to == .known(.null)
      ? .phantom : .change(from: change.from, to: change.to, outcome: change.outcome)
  }

  /// What an event tells that makes no change.
  fileprivate init(_ jobEvent: JobEvent, _ job: Job?, _ event: Event) {
    switch jobEvent.kind {
    case .status(let status): self = .change(from: job?.status, to: status, outcome: nil)
    case .completed(let error): self = .companion(event: event.name, error: error)
    case .ready, .pending, .cancelled: self = .companion(event: event.name, error: nil)
    case .ioError(let operation, let action):
      self = .ioErrors(EventTally.ErrorKind(operation: operation, action: action), count: 1)
    }
  }
}
