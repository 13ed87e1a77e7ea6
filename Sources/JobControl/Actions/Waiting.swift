import CommandTable
import Jobs
import QMP

/// Waits on a server's events until a list of jobs is decided, and tells what came of it.
struct Waiting {
  private(set) var list: WaitList
  let endsWithFirst: Bool
  let allowsMissing: Bool
  /// Whose effect is waited for; nil where somebody only looks on.
  let verb: JobVerb?
  let context: Context
  private let end: Instant?
  /// Nil where only the outcome is wanted.
  var report: WaitReport?
  /// What has been told and is still to be judged; it outlasts a connection that is lost meanwhile.
  private var unnoted: ArraySlice<JobChange> = []
  /// The job whose end has been told, and not yet how it ended.
  private var unexplained: String?
  /// What has been said: of each thing once.
  private var told: Set<String> = []

  init(
    _ list: WaitList,
    limit: WaitLimit,
    endsWithFirst: Bool = false,
    allowsMissing: Bool = false,
    for verb: JobVerb? = nil,
    progress: ProgressOrder? = nil,
    context: Context
  ) {
    self.list = list
    self.endsWithFirst = endsWithFirst
    self.allowsMissing = allowsMissing
    self.verb = verb
    self.context = context
    self.end = limit.end(from: context.environment.now())
    self.report = progress.map { WaitReport($0, context: context) }
  }

  private var isDecided: Bool {
    endsWithFirst ? list.isAnyDecided : list.areAllDecided
  }

  /// Waits, on a server that is being watched and whose first changes are `changes`.
  mutating func run<Channel: RequestChannel & ~Copyable>(
    on server: inout JobServer<Channel>,
    from changes: [JobChange]
  ) throws(Failure) -> ExitStatus {
    defer { report?.erase() }
    try note(changes, &server)
    let jobs = openJobs(of: server)
    report?.begin(jobs)
    while !isDecided {
      if !allowsMissing, !list.absent.isEmpty { return missing() }
      if isTimeOver { return timedOut() }
      try show(&server)
      // The look may have told of the end.
      guard !isDecided else { break }
      // It may have been given up, and the conversation with it.
      if isTimeOver { return timedOut() }
      try note(try nextChanges(&server), &server)
      try heed(server.takeNotices(), &server)
    }
    return status { _ in .done }
  }

  /// Before 3.0 there is no event for every change, so the server is asked twice a second.
  private mutating func nextChanges<Channel: RequestChannel & ~Copyable>(
    _ server: inout JobServer<Channel>
  ) throws(Failure) -> [JobChange] {
    let isOld = server.version < QEMUVersion(3, 0)
    let soon = isOld ? now.advanced(by: .milliseconds(500)) : nil
    let next = Instant.earliest(end, report?.due, soon) ?? .never
    let changes = try server.nextChanges(before: next) { remark($0) }
    if !changes.isEmpty { report?.wake() }
    guard isOld else { return changes }
    unnoted += changes
    return try server.refresh()
  }

  var isTimeOver: Bool {
    end.map { $0 <= now } == true
  }

  private var now: Instant {
    context.environment.now()
  }

  mutating func note<Channel: RequestChannel & ~Copyable>(
    _ changes: [JobChange],
    _ server: inout JobServer<Channel>
  ) throws(Failure) {
    unnoted += changes
    try explain(&server)
    while let change = unnoted.popFirst() {
      guard list.note(change) else { continue }
      if change.source == .query || change.to == .known(.ready) { remark(change.id, change.to) }
      if change.outcome == .failed(nil) || change.outcome == .unknown, change.to != .known(.null) {
        unexplained = change.id
        try explain(&server)
      } else {
        tellFate(of: change.id)
      }
    }
  }

  /// Asks how a job ended: one outside the block family tells by query only how it failed.
  private mutating func explain<Channel: RequestChannel & ~Copyable>(
    _ server: inout JobServer<Channel>
  ) throws(Failure) {
    guard let id = unexplained else { return }
    unnoted += try server.refresh()
    if let outcome = server.outcome(of: id) { list.learn(outcome, of: id) }
    unexplained = nil
    tellFate(of: id)
  }

  // MARK: - Remarks

  /// The companion of `pending` comes only where finalize is by hand.
  private mutating func remark(_ event: JobEvent) {
    if event.kind == .pending { remark(event.id, .known(.pending)) }
  }

  /// Says what only somebody else can end.
  private mutating func remark(_ id: String, _ status: Reported<JobStatus>) {
    let isForEnd = list.goal(of: id).statuses.isSubset(of: JobGoal.end.statuses)
    guard isForEnd, case .waiting = list[id], let need = need(in: status) else { return }
    tell("\(Visible.quoted(id)) is \(status.word) and waits for \(need)")
  }

  private func need(in status: Reported<JobStatus>) -> String? {
    switch (status, verb) {
    case (.known(.ready), nil): "complete or cancel"
    case (.known(.pending), nil): "finalize"
    case (.known(.paused), nil), (.known(.standby), nil): "resume"
    // It was accepted, and does nothing before.
    case (.known(.standby), .complete): "resume"
    default: nil
    }
  }

  private mutating func tell(_ sentence: String) {
    guard told.insert(sentence).inserted else { return }
    report?.erase()
    context.note(sentence)
  }

  // MARK: - The end

  /// Says at once what came of a job, since the others may take long.
  private mutating func tellFate(of id: String) {
    let job = Visible.quoted(id)
    switch list[id] {
    case .absent, .waiting, .lost: break
    case .reached(let status, let outcome?): tell(outcome, of: job, status)
    case .reached(_, nil): break
    case .missed(let status, let outcome?) where outcome != .succeeded:
      tell(outcome, of: job, status)
    case .missed(let status, _):
      tell(list.goal(of: id).sentence(of: id, in: status))
    }
  }

  private mutating func tell(
    _ outcome: JobOutcome,
    of job: String,
    _ end: Reported<JobStatus>
  ) {
    guard status(of: outcome) != .done else { return }
    switch outcome {
    case .succeeded: break
    case .failed(let error):
      tell("\(job) failed" + (error.map { ": \(Visible.text($0))" } ?? ""))
    case .cancelled: tell("\(job) was cancelled")
    case .unknown:
      let end = end == .known(.null) ? "gone" : "over"
      tell("\(job) is \(end), and nothing tells how it ended")
    }
  }

  private mutating func missing() -> ExitStatus {
    report?.erase()
    for id in list.absent { context.report(.noSuchJob(id)) }
    return status { $0 == .absent ? .noSuchJob : .done }
  }

  private mutating func timedOut() -> ExitStatus {
    report?.erase()
    for id in list.ids {
      switch list[id] {
      case .waiting(let status), .lost(let status):
        context.note("timed out: \(Visible.quoted(id)) is still \(Visible.text(status.word))")
      case .absent:
        context.note("timed out: \(Visible.quoted(id)) has not appeared")
      case .reached, .missed:
        break
      }
    }
    return status { _ in .timedOut }
  }

  /// The status of the first job that failed in some way; `open` judges those that are not decided.
  private func status(open: (WaitList.Fate) -> ExitStatus) -> ExitStatus {
    let statuses = list.ids.map { id in
      let fate = list[id]
      return fate.isDecided ? status(of: fate) : open(fate)
    }
    return statuses.first { $0 != .done } ?? .done
  }

  private func status(of fate: WaitList.Fate) -> ExitStatus {
    switch fate {
    case .absent, .waiting, .lost: .done
    case .reached(_, let outcome?): status(of: outcome)
    // Being where it was wanted is enough.
    case .reached(_, nil): .done
    case .missed(_, let outcome?) where outcome != .succeeded: status(of: outcome)
    case .missed: .wrongStatus
    }
  }

  private func status(of outcome: JobOutcome) -> ExitStatus {
    switch (outcome, verb) {
    case (_, .dismiss), (.cancelled, .cancel), (.succeeded, _): .done
    case (.failed, _): .jobFailed
    case (.cancelled, _): .jobCancelled
    case (.unknown, _): .outcomeUnknown
    }
  }
}

extension WaitLimit {
  /// When to give up; nil for never.
  func end(from now: Instant) -> Instant? {
    switch self {
    case .forever: nil
    case .atMost(let duration): now.advanced(by: duration)
    }
  }
}
