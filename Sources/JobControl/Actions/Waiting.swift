import CommandTable
import Jobs
import QMP

/// Waits on a server's events until a list of jobs is decided, and tells what came of it.
struct Waiting {
  private(set) var list: WaitList
  let limit: WaitLimit
  let endsWithFirst: Bool
  let allowsMissing: Bool
  /// The jobs were told to end: being cancelled is no failure.
  let cancels: Bool
  /// The statuses in which a job waits for somebody, and for what.
  let remarks: [JobStatus: String]
  let context: Context
  private let end: Instant?
  private var remarked: Set<String> = []

  init(
    _ list: WaitList,
    limit: WaitLimit,
    endsWithFirst: Bool = false,
    allowsMissing: Bool = false,
    cancels: Bool = false,
    remarks: [JobStatus: String] = [:],
    context: Context
  ) {
    self.list = list
    self.limit = limit
    self.endsWithFirst = endsWithFirst
    self.allowsMissing = allowsMissing
    self.cancels = cancels
    self.remarks = remarks
    self.context = context
    self.end = limit.end
  }

  private var isDecided: Bool {
    endsWithFirst ? list.isAnyDecided : list.areAllDecided
  }

  /// Waits, on a server that is being watched and whose first changes are `changes`.
  mutating func run<Channel: RequestChannel & ~Copyable>(
    on server: inout JobServer<Channel>,
    from changes: [JobChange]
  ) throws(Failure) -> ExitStatus {
    try note(changes, &server)
    if !allowsMissing, let id = list.absent.first { throw .noSuchJob(id) }
    while !isDecided {
      if let end, end <= .now { return timedOut() }
      try note(try nextChanges(&server), &server)
    }
    return report()
  }

  /// Before 3.0 there is no event for every change, so the server is asked twice a second.
  private func nextChanges<Channel: RequestChannel & ~Copyable>(
    _ server: inout JobServer<Channel>
  ) throws(Failure) -> [JobChange] {
    let last = end ?? Instant(nanoseconds: .max)
    guard server.version < QEMUVersion(3, 0) else { return try server.nextChanges(before: last) }
    let changes = try server.nextChanges(
      before: min(last, Instant.now.advanced(by: .milliseconds(500)))
    )
    return changes + (try server.refresh())
  }

  private mutating func note<Channel: RequestChannel & ~Copyable>(
    _ changes: [JobChange],
    _ server: inout JobServer<Channel>
  ) throws(Failure) {
    for change in changes where list.note(change) {
      remark(change)
      // A job outside the block family tells by query only how it failed.
      if change.outcome == .failed(nil) || change.outcome == .unknown, change.to != .known(.null),
        let job = try server.job(change.id, blockDetails: false),
        job.status == .known(.concluded)
      {
        list.learn(JobOutcome(errorOfConcluded: job.error), of: change.id)
      }
    }
  }

  /// Says what only somebody else can end: a job that becomes ready, and one that is found waiting.
  private mutating func remark(_ change: JobChange) {
    guard case .waiting = list[change.id], let status = change.to.known,
      let need = remarks[status], change.source == .query || status == .ready,
      remarked.insert("\(change.id) \(status.rawValue)").inserted
    else { return }
    context.note("\(Visible.quoted(change.id)) is \(status.rawValue) and waits for \(need)")
  }

  // MARK: - The end

  /// What is decided counts, and what is not has run out of time.
  private func timedOut() -> ExitStatus {
    let statuses = list.ids.map { id in list[id].isDecided ? report(id) : outOfTime(id) }
    return statuses.first { $0 != .done } ?? .timedOut
  }

  private func outOfTime(_ id: String) -> ExitStatus {
    switch list[id] {
    case .waiting(let status), .lost(let status):
      context.note("\(Visible.quoted(id)) is still \(Visible.text(status.word))")
    case .absent, .reached, .missed:
      context.note("\(Visible.quoted(id)) has not appeared")
    }
    return .timedOut
  }

  private func report() -> ExitStatus {
    var status = ExitStatus.done
    for id in list.ids {
      let one = report(id)
      if status == .done { status = one }
    }
    return status
  }

  private func report(_ id: String) -> ExitStatus {
    switch list[id] {
    case .absent, .waiting, .lost: .done
    case .reached(let status, _)
    where list.goal(of: id) == JobGoal([.null]) && status == .known(.null): .done
    case .reached(let status, let outcome): outcome.map { tell(id, $0) } ?? Self.noOutcome(status)
    case .missed(let status, let outcome): missed(id, status, outcome)
    }
  }

  /// Being where it was wanted is enough, unless it is gone without a word.
  private static func noOutcome(_ status: Reported<JobStatus>) -> ExitStatus {
    status == .known(.null) ? .outcomeUnknown : .done
  }

  private func missed(
    _ id: String,
    _ status: Reported<JobStatus>,
    _ outcome: JobOutcome?
  ) -> ExitStatus {
    if let outcome, outcome != .succeeded { return tell(id, outcome) }
    context.note(
      "\(Visible.quoted(id)) went on to \(Visible.text(status.word)) and will not be "
        + list.goal(of: id).words
    )
    return .wrongStatus
  }

  private func tell(_ id: String, _ outcome: JobOutcome) -> ExitStatus {
    switch outcome {
    case .cancelled where cancels, .succeeded:
      return .done
    case .failed(let error):
      context.note("\(Visible.quoted(id)) failed" + (error.map { ": \(Visible.text($0))" } ?? ""))
      return .jobFailed
    case .cancelled:
      context.note("\(Visible.quoted(id)) was cancelled")
      return .jobCancelled
    case .unknown:
      context.note("\(Visible.quoted(id)) is gone, and nothing tells how it ended")
      return .outcomeUnknown
    }
  }
}

extension WaitLimit {
  /// When to give up, counted from now; nil for never.
  var end: Instant? {
    switch self {
    case .forever: nil
    case .atMost(let duration): Instant.now.advanced(by: duration)
    }
  }
}

extension JobGoal {
  /// The statuses, in the schema's order.
  fileprivate var words: String {
    JobStatus.allCases.filter(statuses.contains).map(\.rawValue).joined(separator: " or ")
  }
}
