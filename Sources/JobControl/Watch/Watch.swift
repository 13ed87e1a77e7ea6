import CommandTable
import Jobs
import POSIX
import QMP

/// A watch under way: from events to lines.
struct Watch {
  let order: WatchOrder
  let context: Context
  private let start: Instant
  /// When it is over, whatever comes.
  let end: Instant?
  private var folding: EventFolding
  private var progress: ProgressFollowing?
  var log: WatchLog
  /// What is to be told next.
  private var fresh: [WatchEntry] = []
  /// There was no other connection in the time for that.
  var hasGivenUp = false
  /// Since when there has been no connection that was of any use, and the pauses between tries; nil
  /// while there is one.
  var outage: (start: Instant, backoff: Backoff)?
  /// A holder has ended, and not the server: this is made good at once, or was the end.
  var holderLoss: Failure?
  var isReplaceable = false
  /// Whom it has followed so far; nil before the first connection.
  private var serverBefore: (version: QEMUVersion, process: Int32?)?

  init(order: WatchOrder, context: Context) {
    let environment = context.environment
    let log = WatchLog(order: order, context: context)
    self.order = order
    self.context = context
    self.start = environment.now()
    self.end = order.limit.end(from: start)
    self.folding = EventFolding(of: order.selection, foldsNothing: order.showsEverything)
    self.progress = order.progress.map {
      ProgressFollowing($0, usesBars: log.hasBars)
    }
    self.log = log
  }

  /// Tells what happens until it is over, or the connection is lost.
  mutating func follow<Channel: RequestChannel & ~Copyable>(
    _ server: inout JobServer<Channel>
  ) throws(Failure) -> ExitStatus {
    server.endWithOutput()
    server.limitReplies(to: order.limit, from: start)
    try begin(&server)
    outage = nil
    while true {
      if let status = try tell() { return status }
      if isOver { return try finish() ?? .timedOut }
      let due = Instant.earliest(end, folding.due, log.due, progress?.due)
      try collect(before: due ?? .never, &server)
      try heed(server.takeNotices(), &server)
      try look(&server)
      try complete(&server)
    }
  }

  /// The failure behind the end, once all that was held back is told; the status to end with instead
  /// where that is what was waited for.
  mutating func end(with failure: Failure) throws(Failure) -> ExitStatus {
    if let status = try finish() { return status }
    if order.reconnection != nil, failure.isLossOfConnection, isOver { return .timedOut }
    throw failure
  }

  mutating func finish() throws(Failure) -> ExitStatus? {
    fresh += folding.finish()
    logFresh()
    return try log.close()
  }

  private mutating func tell() throws(Failure) -> ExitStatus? {
    logFresh()
    guard log.isFrameDue(at: now) else { return try log.flush() }
    let rows = progress?.rows(watched) ?? []
    return try log.flush(bars: rows, at: now)
  }

  /// Hands over what is to be told, in as many words as are known by now.
  private mutating func logFresh() {
    for entry in fresh { log.append(entry.completed(by: folding[entry.id])) }
    fresh.removeAll(keepingCapacity: fresh.count <= Self.batch)
  }

  // MARK: - Beginning

  /// Asks for the jobs: how they stand, or what was missed.
  private mutating func begin<Channel: RequestChannel & ~Copyable>(
    _ server: inout JobServer<Channel>
  ) throws(Failure) {
    let (version, process) = (server.version, server.serverProcess)
    defer {
      let (jobs, now) = (watched, now)
      serverBefore = (version, process)
      progress?.begin(jobs, at: now)
    }
    guard let before = serverBefore else {
      folding.begin(on: version)
      folding.apply(try ask(&server))
      for entry in snapshot() { log.append(entry) }
      for id in order.selection.missingIDs(among: folding.jobs) {
        context.note("there is no job \(Visible.quoted(id)) yet")
      }
      return
    }
    // Through somebody who holds the monitor, an unprivileged user may not see whose it is.
    let isOtherProcess = before.process != nil && process != nil && before.process != process
    if before.version != version || isOtherProcess {
      fresh += folding.change(to: version, at: time)
    }
    fresh += folding.resume(with: try ask(&server), at: time)
  }

  private func snapshot() -> [WatchEntry] {
    folding.jobs.sorted { SortOrder.precedes($0.id, $1.id) }.map { job in
      WatchEntry(id: job.id, what: .snapshot, job: job, timestamp: time, event: nil)
    }
  }

  // MARK: - The server

  /// So many entries are printed together at most.
  private static let batch = 1000
  /// So many wait for an answer that may say more of them, which a server that floods may not give.
  private static let patience = 10_000

  /// Takes the next event and all that arrived with it; or what had been held back until `next`.
  private mutating func collect<Channel: RequestChannel & ~Copyable>(
    before next: Instant,
    _ server: inout JobServer<Channel>
  ) throws(Failure) {
    if let event = try server.nextEvent(before: next) {
      let now = now
      fresh += folding.note(event, at: now)
      while fresh.count < Self.batch, let event = try server.nextEvent(before: now) {
        fresh += folding.note(event, at: now)
      }
      progress?.wake(at: now)
      log.noteNews()
    }
    fresh += folding.advance(to: now)
    fresh.fillInTypes()
  }

  /// Does what signals ask for.
  private mutating func heed<Channel: RequestChannel & ~Copyable>(
    _ notices: [Notice],
    _ server: inout JobServer<Channel>
  ) throws(Failure) {
    for notice in notices {
      switch notice {
      case .inquiry:
        folding.apply(try ask(&server))
        fresh += snapshot()
      case .resize:
        log.noteNews()
      case .suspension:
        log.erase()
        ProcessSignals.suspend()
      }
    }
  }

  /// Looks how far the jobs are, when it is time to.
  private mutating func look<Channel: RequestChannel & ~Copyable>(
    _ server: inout JobServer<Channel>
  ) throws(Failure) {
    guard let due = progress?.due, due <= now else { return }
    try withinLimit { watch throws(Failure) in
      watch.folding.apply(try watch.ask(&server))
    }
    let (jobs, now, time) = (watched, now, time)
    fresh += progress?.note(jobs, at: now, time) ?? []
    log.noteNews()
  }

  /// Asks for what the events do not tell.
  private mutating func complete<Channel: RequestChannel & ~Copyable>(
    _ server: inout JobServer<Channel>
  ) throws(Failure) {
    // Once the time is over, a look may have been given up, and the conversation with it.
    guard !isOver, fresh.contains(where: \.lacksWords) else { return }
    try withinLimit { watch throws(Failure) in
      watch.folding.apply(try watch.ask(&server))
    }
  }

  /// Where the time is over first, that is no failure.
  private mutating func withinLimit(
    _ body: (inout Watch) throws(Failure) -> Void
  ) throws(Failure) {
    do throws(Failure) {
      try body(&self)
    } catch .session(_, .timedOut, _, _) where isOver {
    }
  }

  /// Asks for the jobs.
  private mutating func ask<Channel: RequestChannel & ~Copyable>(
    _ server: inout JobServer<Channel>
  ) throws(Failure) -> [Job] {
    folding.queryBegins()
    var failure: Failure?
    let jobs = try server.jobs(blockDetails: progress != nil) { event in
      fresh += folding.note(event, at: now)
      guard fresh.count >= Self.patience, failure == nil else { return }
      logFresh()
      do throws(Failure) {
        _ = try log.flush()
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return jobs
  }

  /// The jobs that are meant, in the order of a list.
  private var watched: [Job] {
    folding.jobs.filter(order.selection.follows).sorted { SortOrder.precedes($0.id, $1.id) }
  }

  /// Whether the time is over that it was given.
  var isOver: Bool {
    end.map { $0 <= now } == true
  }

  var now: Instant {
    context.environment.now()
  }

  private var time: Event.Timestamp {
    context.environment.time()
  }
}
