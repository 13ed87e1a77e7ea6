import CommandTable
import Jobs
import POSIX
import QMP

/// What a shell knows of the server's jobs, and what it has to tell of them.
struct EventFeed {
  /// News are shown this often at most, so that typing is possible; while they are too many all the
  /// time less and less often, so that reading is.
  private static let shortestInterval = Duration.milliseconds(100)
  private static let longestInterval = Duration.seconds(1)
  /// News wait so long for a query that would complete them.
  private static let patience = Duration.milliseconds(300)

  /// Whose events are shown; nil for nobody's.
  private(set) var selection: JobSelection? = JobSelection(names: [], selectsAll: true)
  /// Another command tells the events just now.
  var isSilent = false
  private(set) var eventCount = 0

  private let environment: Environment
  private let printer: WatchPrinter
  private var version = QEMUVersion(3, 0)
  private var folding: EventFolding
  private var digest = EventDigest()
  private var interval = shortestInterval
  /// When news were shown last, and when the jobs were known last.
  private var lastShown: Instant?
  private var lastLearnt: Instant?
  /// Until when news that lack words are held back.
  private var heldUntil: Instant?

  init(environment: Environment, isColored: Bool) {
    self.environment = environment
    self.printer = WatchPrinter(
      format: .text,
      timestamps: .local,
      start: environment.time(),
      isColored: isColored
    )
    self.folding = Self.folding(on: version)
  }

  private static func folding(on version: QEMUVersion) -> EventFolding {
    EventFolding(of: JobSelection(names: [], selectsAll: true), on: version)
  }

  var jobs: [Job] {
    folding.jobs
  }

  // MARK: - News

  /// Begins with a server of which nothing is known.
  mutating func begin(on version: QEMUVersion) {
    self.version = version
    folding = Self.folding(on: version)
    digest = EventDigest()
    lastLearnt = nil
    heldUntil = nil
  }

  /// Goes on with a server that was lost; of one of another version nothing is known.
  mutating func resume(on version: QEMUVersion) {
    if version != self.version { begin(on: version) }
  }

  mutating func note(_ event: Event) {
    eventCount += 1
    add(folding.note(event, at: environment.now()))
  }

  mutating func queryBegins() {
    folding.queryBegins()
  }

  /// Takes in the jobs; what no event had told is news, unless nothing was known before.
  mutating func learn(_ jobs: [Job]) {
    let isFirst = lastLearnt == nil
    lastLearnt = environment.now()
    let missed = folding.resume(with: jobs, at: environment.time())
    if heldUntil != nil, !lacksWords { heldUntil = nil }
    if !isFirst { add(missed) }
  }

  /// The connection is lost: what was held back will not become more.
  mutating func finish() {
    add(folding.finish())
  }

  /// Shows the events of other jobs from now on.
  mutating func show(_ selection: JobSelection?) {
    self.selection = selection
    if let selection { folding.selection = selection }
  }

  private mutating func add(_ entries: [WatchEntry]) {
    guard !isSilent, let selection else { return }
    digest.add(
      entries.filter { entry in
        entry.id.isEmpty
          || selection.follows(
            entry.job ?? Job(id: entry.id, type: .other(""), status: .other(""))
          )
      }
    )
  }

  // MARK: - Telling

  /// When something is to be told, or to be asked for unless that `isAsked` already; nil for never.
  func due(isAsked: Bool) -> Instant? {
    guard !digest.isEmpty else { return folding.due }
    let shown = lastShown?.advanced(by: interval)
    let next = [shown, heldUntil].compactMap(\.self).max() ?? environment.now()
    let query = heldUntil == nil || isAsked ? nil : lastLearnt?.advanced(by: queryInterval(50))
    return Instant.earliest(folding.due, next, query)
  }

  /// Whether the jobs should be asked for: what is held back would be told better, or somebody types
  /// what may concern them, and what is known is old.
  func wantsQuery(isTyping: Bool) -> Bool {
    guard isTyping || heldUntil != nil, let lastLearnt else { return false }
    return lastLearnt.duration(to: environment.now()) >= queryInterval(isTyping ? 500 : 50)
  }

  /// At least so many milliseconds; the answer grows with the jobs, and so does the work it makes.
  private func queryInterval(_ least: Int) -> Duration {
    .milliseconds(least + folding.count / 5)
  }

  /// The lines that are to be shown now.
  mutating func takeLines() -> [String] {
    let now = environment.now()
    add(folding.advance(to: now))
    guard !digest.isEmpty else { return [] }
    if let lastShown, now < lastShown.advanced(by: interval) { return [] }
    if lacksWords {
      let end = heldUntil ?? now.advanced(by: Self.patience)
      heldUntil = end
      guard end <= now else { return [] }
    }
    heldUntil = nil
    lastShown = now
    return lines()
  }

  private var lacksWords: Bool {
    digest.lacksWords { folding[$0] }
  }

  private mutating func lines() -> [String] {
    let (taken, omitted) = digest.take()
    interval = omitted > 0 ? min(interval * 2, Self.longestInterval) : Self.shortestInterval
    var entries = taken.map { $0.completed(by: folding[$0.id]) }
    entries.fillInTypes()
    return entries.map(printer.line)
      + (omitted > 0 ? ["(\(omitted) more events; 'events off' hides them)"] : [])
  }
}
