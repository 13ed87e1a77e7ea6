package import CommandTable
import Jobs
import QMP

/// A verb on one job or many: every one is tried, and the first failure decides how it ends.
package struct VerbAction {
  let order: VerbOrder
  let context: Context

  package init(order: VerbOrder, context: Context) {
    self.order = order
    self.context = context
  }

  func run() throws(Failure) -> ExitStatus {
    try requireConfirmability()
    return try context.withServer(for: waits) { server throws(Failure) in try run(on: &server) }
  }

  package func run<Channel: RequestChannel & ~Copyable>(
    on server: inout JobServer<Channel>
  ) throws(Failure) -> ExitStatus {
    let listed = order.selection.needsList ? try server.jobs(blockDetails: false) : []
    let ids = try order.selection.ids(among: listed)
    if ids.isEmpty { context.note("no job matches") }
    try confirm(ids)
    let before = waits ? try server.beginWatching() : []
    let goals = try goals(of: ids, &server)
    let existed = try existing(ids, listed, &server)
    var applied: [String] = []
    var first: Failure?
    var requests: [Request] = []
    for (index, id) in ids.enumerated() {
      let request = VerbRequest(order.action, id)
      do throws(Failure) {
        if let sent = try perform(request, on: &server) { requests.append(sent) }
        applied.append(id)
      } catch {
        if !applied.isEmpty, error.isForEndedJob, existed.contains(id) {
          context.note("\(Visible.quoted(id)) had ended with its transaction")
          continue
        }
        first = first ?? error
        if error.endsConnection {
          let untried = ids.count - index - 1
          if untried == 1 { context.note("1 more job was not tried") }
          if untried > 1 { context.note("\(untried) more jobs were not tried") }
          throw error
        }
        context.report(error)
      }
    }
    try context.write(
      requests.flatMap { JSONWriter.compact(.object($0.message)) + [UInt8(ascii: "\n")] }
    )
    let ending = try awaitEffect(applied, goals, before, on: &server)
    return first?.status ?? ending
  }

  /// The jobs that there were before the first of several verbs, of those verbs that end a whole
  /// transaction.
  private func existing<Channel: RequestChannel & ~Copyable>(
    _ ids: [String],
    _ listed: [Job],
    _ server: inout JobServer<Channel>
  ) throws(Failure) -> Set<String> {
    switch order.action {
    case .finalize, .cancel, .forceCancel:
      guard ids.count > 1, !order.isDryRun else { return [] }
      // While somebody was asked, jobs may have ended by other hands.
      let isFresh = order.selection.needsList && !needsConfirmation
      let jobs = isFresh ? listed : try server.jobs(blockDetails: false)
      return Set(jobs.map(\.id))
    case .pause, .resume, .complete, .dismiss, .setSpeed:
      return []
    }
  }

  // MARK: - Waiting for the effect

  private var waits: Bool {
    order.wait != nil && !order.isDryRun
  }

  private func goals<Channel: RequestChannel & ~Copyable>(
    of ids: [String],
    _ server: inout JobServer<Channel>
  ) throws(Failure) -> [String: JobGoal] {
    guard waits else { return [:] }
    let meant = Set(ids)
    let jobs = try server.jobs(blockDetails: true).filter { meant.contains($0.id) }
    return Dictionary(
      jobs.compactMap { job in
        JobGoal.effect(of: order.action, on: job).map { (job.id, $0) }
      }
    ) { first, _ in first }
  }

  /// Waits for what was asked of the jobs, from what was known of them before on.
  private func awaitEffect<Channel: RequestChannel & ~Copyable>(
    _ ids: [String],
    _ goals: [String: JobGoal],
    _ before: [JobChange],
    on server: inout JobServer<Channel>
  ) throws(Failure) -> ExitStatus {
    let wanted = ids.compactMap { id in goals[id].map { (id, $0) } }
    guard waits, let limit = order.wait, !wanted.isEmpty else { return .done }
    var waiting = Waiting(
      WaitList(wanted),
      limit: limit,
      for: order.action.verb,
      context: context
    )
    server.limitReplies(to: limit, from: context.environment.now())
    let changes = before + server.takeChanges()
    return try waiting.run(
      on: &server,
      from: order.action == .pause ? Self.latest(of: changes) : changes
    )
  }

  /// The last change of each job.
  ///
  /// A pause that ended before the verb took effect was QEMU's own; one that goes on will last.
  private static func latest(of changes: [JobChange]) -> [JobChange] {
    var seen: Set<String> = []
    return changes.reversed().filter { seen.insert($0.id).inserted }.reversed()
  }

  // MARK: - One job

  /// Applies the verb, or only tells the request that would; a refusal is explained by looking at
  /// the job.
  private func perform<Channel: RequestChannel & ~Copyable>(
    _ request: VerbRequest,
    on server: inout JobServer<Channel>
  ) throws(Failure) -> Request? {
    let job = try lookAhead(request, &server)
    guard !order.isDryRun else { return try server.preview(request, type: job?.type) }
    switch try server.apply(request, type: job?.type) {
    case .success:
      if let job { noteKeptCopy(request, job) }
    case .failure(let error):
      let now = try server.job(request.id, for: .refusal)
      let refusal = Refusal(of: request, after: error, job: now, version: server.version)
      throw .refused(request, refusal, error)
    }
    return nil
  }

  /// The job, for the few requests that depend on it: a soft cancel, and what an interlock
  /// concerns.
  private func lookAhead<Channel: RequestChannel & ~Copyable>(
    _ request: VerbRequest,
    _ server: inout JobServer<Channel>
  ) throws(Failure) -> Job? {
    let interlock = Interlock(concerning: request.verb, on: server.version)
    guard request.action == .cancel || interlock != nil else { return nil }
    let job = try server.job(request.id, for: .foresight(blockDetails: interlock != nil))
    if let interlock, let job, !order.overridesInterlocks, interlock.applies(to: job) {
      throw .interlocked(request, interlock)
    }
    return job
  }

  private func noteKeptCopy(_ request: VerbRequest, _ job: Job) {
    guard request.action == .cancel, job.status == .known(.ready) else { return }
    context.note(
      "\(Visible.quoted(job.id)) was ready: it ends without pivoting, and its target keeps "
        + "a complete copy (--force would have aborted it)"
    )
  }

  // MARK: - Asking first

  private var needsConfirmation: Bool {
    let cancels = order.action == .cancel || order.action == .forceCancel
    return cancels && order.selection.needsList && !order.isConfirmed && !order.isDryRun
  }

  /// Cancelling by pattern needs somebody to ask, or `--yes`.
  private func requireConfirmability() throws(Failure) {
    guard needsConfirmation else { return }
    guard context.environment.inputIsTerminal, context.environment.errorIsTerminal else {
      throw .usage(
        UsageError(
          "cancelling by pattern needs --yes where nobody can be asked",
          command: "cancel"
        )
      )
    }
  }

  private func confirm(_ ids: [String]) throws(Failure) {
    guard needsConfirmation, !ids.isEmpty else { return }
    let names = ids.map(Visible.text).joined(separator: ", ")
    let count = ids.count == 1 ? "1 job" : "\(ids.count) jobs"
    context.environment.writeError("Cancel \(count) (\(names))? [y/N] ")
    var answer: String?
    do {
      answer = try context.environment.readLine().get()
    } catch {
      throw .system(error)
    }
    // At the end of the input the cursor still stands behind the question.
    if answer == nil { context.environment.writeError("\n") }
    guard ["y", "yes"].contains(answer?.lowercased()) else { throw .notConfirmed }
  }
}
