package import QMP

/// One job's progress over time: its rate, what is left, and whether it moves at all.
///
/// Fed with what queries tell, some time apart. What it says is about the time in which the job was
/// free to run: a pause, a new speed limit or a counter that goes back begins it anew.
package struct ProgressMeter: Hashable, Sendable {
  /// The rate is that of so long at most, so that it follows what happens.
  package static let window = Duration.seconds(10)
  /// What a job may have on its way at once, in bytes: mirror's default buffer (block/mirror.c,
  /// DEFAULT_MIRROR_BUF_SIZE), the largest of all jobs.
  private static let request = 16 << 20
  /// So many looks back are kept to tell whether what remains shrinks.
  private static let marks = 8

  private struct Sample: Hashable, Sendable {
    let progress: Progress
    let time: Instant
  }

  private let stallTime: Duration
  private var limit: ByteRate?
  /// The looks of the window, oldest first; empty while the job is not free to run.
  private var samples: [Sample] = []
  /// Older looks, an eighth of the stall time apart.
  private var marks: [Sample] = []
  private var lastMove: Instant?
  private var stall: Stall?
  /// At the last look.
  private var isRunning = false

  /// A job that does not move for `stallTime` is stalled.
  package init(stallTime: Duration) {
    self.stallTime = stallTime
  }

  /// What is wrong with its progress.
  package enum Stall: Hashable, Sendable {
    /// Nothing has moved since.
    case stalled(since: Instant)
    /// What remains has not shrunk since, although the job moves: its source is written as fast.
    case notConverging(since: Instant)

    package var since: Instant {
      switch self {
      case .stalled(let since), .notConverging(let since): since
      }
    }
  }

  /// Takes a look at the job; what is new about its moving.
  package mutating func note(_ job: Job, at now: Instant) -> ProgressNews? {
    guard let progress = job.progress, job.isFreeToRun else {
      self = ProgressMeter(stallTime: stallTime)
      return nil
    }
    let limit = job.block?.speed ?? self.limit
    let goesBack = samples.last.map { progress.current < $0.progress.current } == true
    if goesBack || limit != self.limit { begin() }
    self.limit = limit
    isRunning = job.status == .known(.running)
    if samples.last?.progress.current != progress.current { lastMove = now }
    let sample = Sample(progress: progress, time: now)
    samples.append(sample)
    while samples.count > 2, samples[1].time.duration(to: now) >= Self.window {
      samples.removeFirst()
    }
    note(mark: sample)
    return judge(job, at: now)
  }

  /// The speed by which it is measured has changed.
  private mutating func begin() {
    samples = []
    marks = []
    lastMove = nil
  }

  private mutating func note(mark sample: Sample) {
    let distance = stallTime / Self.marks
    guard marks.last.map({ $0.time.duration(to: sample.time) >= distance }) != false else { return }
    marks.append(sample)
    while marks.count > 1, marks[1].time.duration(to: sample.time) >= stallTime {
      marks.removeFirst()
    }
  }

  // MARK: - Stalls

  private mutating func judge(_ job: Job, at now: Instant) -> ProgressNews? {
    let before = stall
    stall = currentStall(of: job, at: now)
    switch (before, stall) {
    case (nil, .stalled(let since)?), (.notConverging?, .stalled(let since)?):
      return .stalled(for: since.duration(to: now))
    case (nil, .notConverging(let since)?), (.stalled?, .notConverging(let since)?):
      return .notConverging(for: since.duration(to: now))
    case (.stalled(let since)?, nil): return .movesAgain(after: since.duration(to: now))
    case (.notConverging?, nil): return .convergesAgain
    case (nil, nil), (.stalled?, .stalled?), (.notConverging?, .notConverging?): return nil
    }
  }

  private func currentStall(of job: Job, at now: Instant) -> Stall? {
    // Steps do not move before the end.
    guard job.isBlockJob, isRunning, let lastMove else { return nil }
    let rest = lastMove.duration(to: now)
    if rest >= stallTime {
      return isExplainedByLimit(rest) ? nil : .stalled(since: lastMove)
    }
    guard job.type.known?.canBecomeReady == true, let oldest = marks.first,
      let newest = samples.last,
      oldest.time.duration(to: now) >= stallTime,
      newest.progress.remaining >= oldest.progress.remaining,
      newest.progress.current > oldest.progress.current
    else { return nil }
    if case .notConverging(let since) = stall { return .notConverging(since: since) }
    return .notConverging(since: oldest.time)
  }

  /// Whether the limit has not let a single round of requests through in that time.
  private func isExplainedByLimit(_ time: Duration) -> Bool {
    guard let limit, limit != .unlimited else { return false }
    return Double(limit.bytesPerSecond) * (time / .seconds(1)) < Double(Self.request)
  }

  // MARK: - Readings

  /// What there is to say of the job now.
  package var reading: ProgressReading {
    guard let oldest = samples.first, let newest = samples.last else { return .none }
    let time = oldest.time.duration(to: newest.time)
    guard let rate = newest.progress.pace(since: oldest.progress, over: time) else { return .none }
    let net = rate - growth(from: oldest, to: newest, over: time)
    return ProgressReading(
      rate: rate,
      secondsLeft: isRunning ? newest.progress.secondsLeft(atPace: net) : nil,
      stall: stall
    )
  }

  /// How fast the total grows, in units a second; one that shrinks is no help to go by.
  private func growth(from oldest: Sample, to newest: Sample, over time: Duration) -> Double {
    let totals = (Double(oldest.progress.total), Double(newest.progress.total))
    return max(0, totals.1 - totals.0) / (time / .seconds(1))
  }
}

extension Job {
  /// Whether its progress is its own doing now.
  fileprivate var isFreeToRun: Bool {
    status == .known(.running) || status == .known(.ready)
  }
}
