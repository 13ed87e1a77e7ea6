package import CommandTable
import Jobs
import QMP

/// `watch`: the events of a server's jobs as they arrive.
package struct WatchAction {
  let order: WatchOrder
  let context: Context

  package init(order: WatchOrder, context: Context) {
    self.order = order
    self.context = context
  }

  func run() throws(Failure) -> ExitStatus {
    var server = try context.connect()
    return try run(on: &server)
  }

  package func run<Channel: RequestChannel & ~Copyable>(
    on server: inout JobServer<Channel>
  ) throws(Failure) -> ExitStatus {
    var watch = Watch(order: order, context: context, version: server.version)
    do throws(Failure) {
      return try watch.follow(&server)
    } catch {
      // What was held back is told before the reason of the end.
      if let status = try watch.finish() { return status }
      throw error
    }
  }
}

/// A watch under way: from events to lines.
private struct Watch {
  private let order: WatchOrder
  private let context: Context
  private var folding: EventFolding
  private var log: WatchLog
  /// What is to be told next.
  private var fresh: [WatchEntry] = []

  init(order: WatchOrder, context: Context, version: QEMUVersion) {
    self.order = order
    self.context = context
    self.folding = EventFolding(
      of: order.selection,
      on: version,
      foldsNothing: order.showsEverything
    )
    self.log = WatchLog(order: order, context: context)
  }

  mutating func follow<Channel: RequestChannel & ~Copyable>(
    _ server: inout JobServer<Channel>
  ) throws(Failure) -> ExitStatus {
    let end = order.limit.end(from: now)
    server.endWithOutput()
    server.limitReplies(to: order.limit, from: now)
    try refresh(&server)
    log.append(snapshot())
    for id in order.selection.missingIDs(among: folding.jobs) {
      context.note("there is no job \(Visible.quoted(id)) yet")
    }
    while true {
      if let status = try tell() { return status }
      if let end, end <= now { return try finish() ?? .timedOut }
      let next = [end, folding.due].compactMap(\.self).min() ?? Instant(nanoseconds: .max)
      try collect(before: next, &server)
      try complete(before: end, &server)
    }
  }

  /// Asks for what the events do not tell; where the time is over first, that is no failure.
  private mutating func complete<Channel: RequestChannel & ~Copyable>(
    before end: Instant?,
    _ server: inout JobServer<Channel>
  ) throws(Failure) {
    guard fresh.contains(where: \.lacksWords) else { return }
    do throws(Failure) {
      try refresh(&server)
    } catch .session(_, .timedOut, _, _) where end.map({ $0 <= now }) == true {
    }
  }

  /// Tells all that was held back; the status to end with where that is what was waited for.
  mutating func finish() throws(Failure) -> ExitStatus? {
    fresh += folding.finish()
    return try tell()
  }

  private mutating func tell() throws(Failure) -> ExitStatus? {
    log.append(fresh.map { $0.completed(by: folding[$0.id]) })
    fresh = []
    return try log.flush()
  }

  // MARK: - The server

  /// So many entries are printed together at most.
  private static let batch = 1000

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
    }
    fresh += folding.advance(to: now)
    fresh.fillInTypes()
  }

  /// Asks for the jobs.
  private mutating func refresh<Channel: RequestChannel & ~Copyable>(
    _ server: inout JobServer<Channel>
  ) throws(Failure) {
    folding.queryBegins()
    let jobs = try server.jobs(blockDetails: false) { event in
      fresh += folding.note(event, at: now)
    }
    folding.apply(jobs)
  }

  private func snapshot() -> [WatchEntry] {
    let time = context.environment.time()
    return folding.jobs.sorted { SortOrder.precedes($0.id, $1.id) }.map { job in
      WatchEntry(id: job.id, what: .snapshot, job: job, timestamp: time, event: nil)
    }
  }

  private var now: Instant {
    context.environment.now()
  }
}

/// What `watch` has to say: filtered, printed, and counted until it is enough.
private struct WatchLog {
  private let order: WatchOrder
  private let context: Context
  private let printer: WatchPrinter
  private var text = ""
  private var lines = 0
  private var isEnough = false

  init(order: WatchOrder, context: Context) {
    self.order = order
    self.context = context
    self.printer = WatchPrinter(
      format: order.format,
      timestamps: order.timestamps,
      start: context.environment.time(),
      isColored: context.isColored
    )
    if order.showsHeader, let header = printer.header { text = header + "\n" }
  }

  mutating func append(_ entries: [WatchEntry]) {
    for entry in entries where !isEnough && isMeant(entry) {
      if isShown(entry) {
        text += printer.line(entry)
        text += "\n"
        if entry.what != .snapshot { lines += 1 }
      }
      isEnough =
        order.count.map { lines >= $0 } == true
        || entry.arrival.map(order.until.contains) == true
    }
  }

  /// Writes what there is; the status to end with once it is enough.
  mutating func flush() throws(Failure) -> ExitStatus? {
    if !text.isEmpty { _ = try context.write(text) }
    text = ""
    return isEnough ? .done : nil
  }

  /// Whether it is about a job that is watched.
  private func isMeant(_ entry: WatchEntry) -> Bool {
    // What is told of many jobs together has been counted of those that are watched.
    entry.id.isEmpty
      || order.selection.follows(
        entry.job ?? Job(id: entry.id, type: .other(""), status: .other(""))
      )
  }

  /// Whether it is news of the kind that is wanted.
  private func isShown(_ entry: WatchEntry) -> Bool {
    let statuses = order.selection.statuses
    return (entry.what != .snapshot || order.showsSnapshot)
      && (order.news.isEmpty || order.news.contains(entry.what.news))
      && (statuses.isEmpty || entry.status?.known.map(statuses.contains) == true)
  }
}
