import CommandTable
import Jobs
import QMP

/// Looks at jobs now and then, and what comes of it.
struct ProgressFollowing {
  private let order: ProgressOrder
  /// Drawn where a person sees them, instead of told in lines.
  let usesBars: Bool
  private var meters: ProgressMeters
  private var last: Instant?
  /// When to look next; nil while there is nothing to see.
  private(set) var due: Instant?

  init(_ order: ProgressOrder, usesBars: Bool) {
    self.order = order
    self.usesBars = usesBars
    self.meters = ProgressMeters(stallTime: order.stallTime)
  }

  private var interval: Duration {
    order.interval ?? (usesBars ? .seconds(1) : .seconds(10))
  }

  /// Something happens: there may be something to see again.
  mutating func wake(at now: Instant) {
    if due == nil { due = last?.advanced(by: interval) ?? now }
  }

  /// Takes the look from which on there is progress.
  mutating func begin(_ jobs: [Job], at now: Instant) {
    _ = look(jobs, at: now)
  }

  private mutating func look(
    _ jobs: [Job],
    at now: Instant
  ) -> [(job: Job, news: ProgressNews)] {
    last = now
    due = jobs.contains(where: Self.isUnderWay) ? now.advanced(by: interval) : nil
    return meters.note(jobs, at: now)
  }

  /// Takes a look: what is told of the jobs.
  mutating func note(
    _ jobs: [Job],
    at now: Instant,
    _ time: Event.Timestamp
  ) -> [WatchEntry] {
    var entries = look(jobs, at: now).map { job, news in
      WatchEntry(id: job.id, what: .movement(news), job: job, timestamp: time, event: nil)
    }
    guard !usesBars else { return entries }
    for job in jobs where Self.isUnderWay(job) {
      let what = WatchEntry.What.progress(meters[job.id])
      entries.append(WatchEntry(id: job.id, what: what, job: job, timestamp: time, event: nil))
    }
    return entries
  }

  /// The bars of jobs that are under way.
  func rows(_ jobs: [Job]) -> [ProgressBars.Row] {
    jobs.filter(Self.isUnderWay).map { ProgressBars.Row($0, meters[$0.id]) }
  }

  private static func isUnderWay(_ job: Job) -> Bool {
    switch job.status {
    case .known(.undefined), .known(.concluded), .known(.null), .other: false
    case .known(.created), .known(.running), .known(.paused), .known(.ready), .known(.standby),
      .known(.waiting), .known(.pending), .known(.aborting):
      true
    }
  }
}
