import CommandTable
import Jobs
import QMP

/// `watch`: the events of a server's jobs as they arrive.
struct WatchAction {
  let order: WatchOrder
  let context: Context

  func run() throws(Failure) -> ExitStatus {
    var server = try context.connect()
    return try run(on: &server)
  }

  func run<Channel: RequestChannel & ~Copyable>(
    on server: inout JobServer<Channel>
  ) throws(Failure) -> ExitStatus {
    server.endWithOutput()
    var log = WatchLog(order: order, context: context)
    var folding = EventFolding(foldsNothing: order.showsEverything)
    let early = try refresh(&folding, &server)
    if order.showsSnapshot { log.append(snapshot(folding)) }
    log.append(early)
    for id in order.selection.missingIDs(among: folding.jobs) {
      context.note("there is no job \(Visible.quoted(id)) yet")
    }
    let end = order.limit.end(from: .now)
    while true {
      if let status = try log.flush() { return status }
      if let end, end <= .now { return .timedOut }
      let next = [end, folding.due].compactMap(\.self).min() ?? Instant(nanoseconds: .max)
      var entries = try news(before: next, &folding, &server)
      if entries.contains(where: \.lacksType) { entries += try refresh(&folding, &server) }
      log.append(entries.map { $0.completed(by: folding.job($0.id)) })
    }
  }

  /// The next event and all that arrived with it; or what had been held back until `next`.
  private func news<Channel: RequestChannel & ~Copyable>(
    before next: Instant,
    _ folding: inout EventFolding,
    _ server: inout JobServer<Channel>
  ) throws(Failure) -> [WatchEntry] {
    var entries: [WatchEntry] = []
    if let event = try server.nextEvent(before: next) {
      let now = Instant.now
      entries += folding.note(event, at: now)
      while entries.count < Self.batch, let event = try server.nextEvent(before: now) {
        entries += folding.note(event, at: now)
      }
    }
    return entries + folding.advance(to: .now)
  }

  /// So many entries are printed together at most.
  private static let batch = 1000

  /// Asks for the jobs; the answer is what events told meanwhile.
  private func refresh<Channel: RequestChannel & ~Copyable>(
    _ folding: inout EventFolding,
    _ server: inout JobServer<Channel>
  ) throws(Failure) -> [WatchEntry] {
    folding.queryBegins()
    var updated = folding
    var entries: [WatchEntry] = []
    let jobs = try server.jobs(blockDetails: false) { event in
      entries += updated.note(event, at: .now)
    }
    updated.apply(jobs)
    folding = updated
    return entries
  }

  private func snapshot(_ folding: EventFolding) -> [WatchEntry] {
    folding.jobs.sorted { SortOrder.precedes($0.id, $1.id) }.map { job in
      WatchEntry(id: job.id, what: .snapshot, job: job, timestamp: .now, event: nil)
    }
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
      start: .now,
      isColored: context.isColored
    )
    if order.showsHeader, let header = printer.header { text = header + "\n" }
  }

  mutating func append(_ entries: [WatchEntry]) {
    for entry in entries where !isEnough && isWanted(entry) {
      text += printer.line(entry)
      text += "\n"
      if entry.what != .snapshot { lines += 1 }
      isEnough =
        order.count.map { lines >= $0 } == true
        || entry.status?.known.map(order.until.contains) == true
    }
  }

  /// Writes what there is; the status to end with once it is enough.
  mutating func flush() throws(Failure) -> ExitStatus? {
    if !text.isEmpty { _ = try context.write(text) }
    text = ""
    return isEnough ? .done : nil
  }

  private func isWanted(_ entry: WatchEntry) -> Bool {
    let selection = order.selection
    guard order.news.isEmpty || order.news.contains(entry.what.news),
      selection.names(entry.job ?? Job(id: entry.id, type: .other(""), status: .other("")))
    else { return false }
    let type = entry.job?.type.known
    let status = entry.status?.known
    return (selection.types.isEmpty || type.map(selection.types.contains) == true)
      && (selection.statuses.isEmpty || status.map(selection.statuses.contains) == true)
  }
}
