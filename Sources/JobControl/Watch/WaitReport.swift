import CommandTable
import Jobs
import POSIX
import QMP

/// What `wait` says on the error stream of the jobs' progress, in bars or in lines.
struct WaitReport {
  private let environment: Environment
  private let printer: WatchPrinter
  private var progress: ProgressFollowing
  /// Nil where it is told in lines.
  private var display: BarDisplay?

  init(_ order: ProgressOrder, context: Context) {
    let environment = context.environment
    let display = BarDisplay.suits(environment) ? BarDisplay(environment: environment) : nil
    self.environment = environment
    self.printer = WatchPrinter(
      format: .text,
      timestamps: .local,
      start: environment.time(),
      isColored: false
    )
    self.progress = ProgressFollowing(order, usesBars: display != nil)
    self.display = display
  }

  /// When to look or to draw next; nil for when something happens.
  var due: Instant? {
    Instant.earliest(progress.due, display?.due)
  }

  var isLookDue: Bool {
    progress.due.map { $0 <= environment.now() } == true
  }

  mutating func begin(_ jobs: [Job]) {
    progress.begin(jobs, at: environment.now())
  }

  /// Something happens.
  mutating func wake() {
    progress.wake(at: environment.now())
    setOutdated()
  }

  mutating func setOutdated() {
    display?.setOutdated()
  }

  /// Takes a look, and tells what is new.
  mutating func note(_ jobs: [Job]) {
    write(progress.note(jobs, at: environment.now(), environment.time()))
    setOutdated()
  }

  /// Tells how jobs stand.
  mutating func tell(_ jobs: [Job]) {
    write(
      jobs.map { job in
        let what = WatchEntry.What.snapshot
        let time = environment.time()
        return WatchEntry(id: job.id, what: what, job: job, timestamp: time, event: nil)
      }
    )
  }

  var isFrameDue: Bool {
    display?.isDue(at: environment.now()) == true
  }

  mutating func draw(_ jobs: [Job]) {
    display?.draw(progress.rows(jobs), at: environment.now())
  }

  /// Takes the bars away, until they are drawn again.
  mutating func erase() {
    display?.erase()
  }

  private mutating func write(_ entries: [WatchEntry]) {
    guard !entries.isEmpty else { return }
    erase()
    environment.writeError(entries.map { printer.line($0) + "\n" }.joined())
  }
}
