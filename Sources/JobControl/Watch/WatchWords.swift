import Jobs
import QMP

/// Entries of `watch` in words.
struct WatchWords {
  let clock: WatchClock
  let style: Style

  func text(_ entry: WatchEntry) -> String {
    let job = entry.job
    switch entry.what {
    case .snapshot:
      return "is \(status(job?.status))" + Self.error(job?.error) + Self.numbers(job)
    case .progress(let reading):
      return progress(reading, of: job, at: entry.timestamp)
    case .movement(let news):
      return Self.words(news) + Self.numbers(job)
    case .missed(let from, let to, let outcome):
      return "missed: " + change(from, to) + Self.words(outcome)
    case .change(let from, let to, let outcome):
      return change(from, to) + Self.words(outcome) + Self.numbers(job)
    case .ioErrors(let kind, 1):
      return "\(Visible.text(kind.operation)) error (\(Visible.text(kind.action)))"
    case .ioErrors(let kind, let count):
      return "\(count) more \(Visible.text(kind.operation)) errors (\(Visible.text(kind.action)))"
    case .drains(let count):
      return "paused and went on at once\(count == 1 ? "" : ", \(count) times")"
    case .storm(let jobs, let count):
      return "\(jobs) jobs paused and went on at once, \(count) times in all"
    case .phantom:
      return "never started: the command that made it was refused"
    case .companion(let event, let error):
      return Visible.text(event) + Self.error(error) + Self.numbers(job)
    }
  }

  // MARK: - Statuses and outcomes

  private func change(_ from: Reported<JobStatus>?, _ to: Reported<JobStatus>) -> String {
    (from.map { status($0) + " " } ?? "") + "→ \(status(to))"
  }

  private func status(_ status: Reported<JobStatus>?) -> String {
    switch status {
    case .known(.null): "gone"
    case .known(let status): style.status(status.rawValue, status)
    case .other(let word): Visible.text(word)
    case nil: "-"
    }
  }

  private static func words(_ outcome: JobOutcome?) -> String {
    switch outcome {
    case nil: ""
    case .succeeded: ", succeeded"
    case .cancelled: ", cancelled"
    case .failed(let error): ", failed" + Self.error(error)
    case .unknown: ", outcome unknown"
    }
  }

  private static func error(_ text: String?) -> String {
    text.map { ": \(Visible.text($0))" } ?? ""
  }

  // MARK: - Progress

  /// How much is done; nothing for jobs that do not count bytes.
  private static func numbers(_ job: Job?) -> String {
    share(job).map { "  \($0)" } ?? ""
  }

  private static func share(_ job: Job?) -> String? {
    guard let job, job.isBlockJob, let progress = job.progress else { return nil }
    let percent = progress.permille.map { "\($0 / 10).\($0 % 10)% of " } ?? ""
    return "\(percent)\(Size.text(max(0, progress.total)))"
  }

  /// `running, 42.0% of 10.0 GiB, 120.0 MiB/s, ready in 90s (17:42:10)`.
  private func progress(
    _ reading: ProgressReading,
    of job: Job?,
    at now: Event.Timestamp?
  ) -> String {
    let limit = job?.block?.speed.flatMap { $0 == .unlimited ? nil : $0.bytesPerSecond }
    let parts = [
      status(job?.status), Self.share(job), job.flatMap { Self.rate(reading, of: $0) },
      finish(reading, of: job, at: now), limit.map { "limit \(Size.text($0))/s" },
      reading.stall.map(Self.words),
    ]
    return parts.compactMap(\.self).joined(separator: ", ")
  }

  static func rate(_ reading: ProgressReading, of job: Job) -> String? {
    guard job.isBlockJob, let rate = reading.rate else { return nil }
    return Int64(exactly: rate.rounded()).map { "\(Size.text($0))/s" }
  }

  private func finish(
    _ reading: ProgressReading,
    of job: Job?,
    at now: Event.Timestamp?
  ) -> String? {
    guard let job, let seconds = reading.secondsLeft else {
      return nil
    }
    let goal = job.type.known?.canBecomeReady == true ? "ready" : "done"
    let time = now.flatMap { now in
      now.later(bySeconds: seconds).flatMap { clock.finish($0, seenAt: now) }
    }
    return "\(goal) in \(Size.duration(seconds))" + (time.map { " (\($0))" } ?? "")
  }

  static func words(_ stall: ProgressMeter.Stall) -> String {
    switch stall {
    case .stalled: "stalled"
    case .notConverging: "not converging"
    }
  }

  private static func words(_ news: ProgressNews) -> String {
    switch news {
    case .stalled(let time): "stalled: nothing has moved for \(Self.duration(time))"
    case .movesAgain(let time): "moves again, after \(Self.duration(time))"
    case .notConverging(let time):
      "not converging: what remains has not shrunk for \(Self.duration(time))"
    case .convergesAgain: "converging: what remains shrinks again"
    }
  }

  private static func duration(_ time: Duration) -> String {
    Size.duration(time.components.seconds)
  }
}
