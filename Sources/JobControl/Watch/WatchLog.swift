import CommandTable
import Jobs
import QMP

/// What `watch` has to say: filtered, printed, and counted until it is enough.
struct WatchLog {
  private let order: WatchOrder
  private let context: Context
  private let printer: WatchPrinter
  /// Nil where progress is told in lines, or not at all.
  private var display: BarDisplay?
  private var text = ""
  private var lines = 0
  /// The status to end with; nil until it is enough.
  private var verdict: ExitStatus?
  /// Jobs that cannot come any more where they were wanted, and the sentences that say so.
  private var lost: [String: String] = [:]

  init(order: WatchOrder, context: Context) {
    let environment = context.environment
    self.order = order
    self.context = context
    self.printer = WatchPrinter(
      format: order.format,
      timestamps: order.timestamps,
      start: environment.time(),
      isColored: context.isColored
    )
    let showsBars =
      order.progress != nil && order.format == .text && environment.outputIsTerminal
      && BarDisplay.suits(environment)
    self.display = showsBars ? BarDisplay(environment: environment) : nil
    if order.showsHeader, let header = printer.header { text = header + "\n" }
  }

  var hasBars: Bool {
    display != nil
  }

  /// When there is something to write although nothing happens; nil for never.
  var due: Instant? {
    display?.due
  }

  mutating func append(_ entry: WatchEntry) {
    guard verdict == nil, isMeant(entry) else { return }
    if isShown(entry) {
      text += printer.line(entry)
      text += "\n"
      if !entry.isSnapshot { lines += 1 }
    }
    let isEnough = order.count.map { lines >= $0 } == true
    if isEnough || entry.arrival.map(order.until.contains) == true { verdict = .done }
    noteLoss(entry)
  }

  /// Where all jobs were named, and none can come any more where it was wanted, that is the end; what
  /// came with it may tell of another job of the same id.
  private mutating func judge() {
    guard verdict == nil, !lost.isEmpty else { return }
    if order.selection.names.allSatisfy({ lost[$0] != nil }) { verdict = .wrongStatus }
  }

  private mutating func noteLoss(_ entry: WatchEntry) {
    guard !order.until.isEmpty, !order.selection.needsList, let status = entry.arrival else {
      return
    }
    let goal = JobGoal(Set(order.until))
    // One that is being aborted is worth its last lines.
    let isOpen = status == .aborting || goal.isReachable(from: .known(status), by: entry.job?.type)
    lost[entry.id] = isOpen ? nil : goal.sentence(of: entry.id, in: .known(status))
  }

  /// The bars no longer show how things are.
  mutating func noteNews() {
    display?.setOutdated()
  }

  /// Takes the bars away, until the next lines are written.
  mutating func erase() {
    display?.erase()
  }

  /// Whether bars are to be drawn, with the lines that wait for that.
  func isFrameDue(at now: Instant) -> Bool {
    display?.isDue(at: now) == true
  }

  /// Writes what there is, unless it waits for the next frame; the status to end with once it is
  /// enough.
  mutating func flush() throws(Failure) -> ExitStatus? {
    judge()
    if verdict != nil || display == nil { return try close() }
    if !text.isEmpty { noteNews() }
    return nil
  }

  /// Writes what there is, and bars below it; the status to end with once it is enough.
  mutating func flush(
    bars rows: [ProgressBars.Row],
    at now: Instant
  ) throws(Failure) -> ExitStatus? {
    judge()
    if verdict != nil { return try close() }
    if !text.isEmpty { display?.erase() }
    try write()
    display?.draw(rows, at: now)
    return nil
  }

  /// Writes what is left, with no bars; the status to end with when it is enough.
  mutating func close() throws(Failure) -> ExitStatus? {
    judge()
    display?.erase()
    try write()
    if verdict == .wrongStatus {
      for name in order.selection.names { lost.removeValue(forKey: name).map(context.note) }
    }
    return verdict
  }

  private mutating func write() throws(Failure) {
    guard !text.isEmpty else { return }
    _ = try context.write(text)
    text = ""
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
    return (!entry.isSnapshot || order.showsSnapshot)
      && (order.news.isEmpty || order.news.contains(entry.what.news))
      && (statuses.isEmpty || entry.status?.known.map(statuses.contains) == true)
  }
}
