import JobControl
import Jobs
import QMP

/// One entry of each kind, and some that do not mean well.
enum WatchedEntries {
  static let start = Event.Timestamp(seconds: 1_700_000_000, microseconds: 0)

  static func all() throws -> [WatchEntry] {
    try plain() + progress() + counted() + hostile()
  }

  private static func plain() throws -> [WatchEntry] {
    let numbers = Progress(current: 67_108_863, total: 67_108_864)
    return [
      entry("mirror0", .snapshot, .mirror, .running, Progress(current: 1 << 20, total: 64 << 20)),
      entry("backup-sda", .snapshot, .backup, .concluded, numbers, error: "No space left"),
      entry("image0", .snapshot, .create, .running, Progress(current: 0, total: 1)),
      try entry("new0", "running", from: nil, .running),
      try entry("mirror0", "ready", from: .running, .ready, numbers),
      try entry("mirror0", "standby", from: .ready, .standby),
      try entry("backup0", "concluded", from: .pending, .concluded, numbers, .succeeded),
      try entry("backup0", "concluded", from: .aborting, .concluded, numbers, .failed("No space")),
      try entry("image0", "concluded", from: .aborting, .concluded, nil, .failed(nil)),
      try entry("backup0", "concluded", from: .aborting, .concluded, nil, .cancelled),
      try entry("backup0", "null", from: .concluded, .null, nil, .succeeded),
      try entry("backup0", "null", from: .running, .null, nil, .unknown),
      try entry("n", .phantom, "null"),
      try entry("mirror0", .companion(event: "BLOCK_JOB_READY", error: nil), "READY", numbers),
      try entry(
        "mirror0",
        .companion(event: "BLOCK_JOB_COMPLETED", error: "No space left"),
        "FAILED",
        numbers
      ),
      try entry("a-job-with-a-long-name", "paused", from: .running, .paused),
    ]
  }

  private static func progress() -> [WatchEntry] {
    let numbers = Progress(current: 42 << 20, total: 100 << 20)
    let reading = ProgressReading(rate: 1_572_864.4, secondsLeft: 3725)
    let since = Instant(nanoseconds: 0)
    let far = ProgressReading(rate: 0.5, secondsLeft: .max, stall: .notConverging(since: since))
    let still = ProgressReading(rate: 0, secondsLeft: nil, stall: .stalled(since: since))
    return [
      entry("mirror0", .progress(reading), .mirror, .running, numbers),
      entry("backup0", .progress(reading), .backup, .running, numbers),
      entry("mirror0", .progress(far), .mirror, .running, numbers),
      entry("mirror0", .progress(still), .mirror, .running, numbers),
      entry("mirror0", .progress(.none), .mirror, .paused, Progress(current: 0, total: 0)),
      entry("image0", .progress(reading), .create, .running, Progress(current: 0, total: 1)),
      entry("mirror0", .movement(.stalled(for: .seconds(60))), .mirror, .running, numbers),
      entry("mirror0", .movement(.movesAgain(after: .seconds(200))), .mirror, .running, numbers),
      entry("mirror0", .movement(.notConverging(for: .seconds(60))), .mirror, .running, numbers),
      entry("mirror0", .movement(.convergesAgain), .mirror, .running, numbers),
      entry(
        "mirror0",
        .missed(from: .known(.running), to: .known(.null), outcome: .unknown),
        .mirror,
        .null
      ),
      entry(
        "backup0",
        .missed(from: nil, to: .known(.concluded), outcome: .failed("No space left")),
        .backup,
        .concluded
      ),
    ]
  }

  private static func counted() throws -> [WatchEntry] {
    let ignored = EventTally.ErrorKind(operation: "write", action: "ignore")
    return [
      try entry("backup0", .ioErrors(ignored, count: 1), "IGNORED"),
      entry("backup0", .ioErrors(ignored, count: 4_999), .backup, .running),
      entry("backup0", .drains(count: 1), .backup, .running),
      entry("backup0", .drains(count: 1_095), .backup, .running),
      WatchEntry(
        id: "",
        what: .storm(jobs: 200, drains: 219_000),
        job: nil,
        timestamp: time(9, 12),
        event: nil
      ),
    ]
  }

  private static func hostile() throws -> [WatchEntry] {
    let kind = EventTally.ErrorKind(operation: "re\u{1B}[2Jad", action: "sto\tp")
    let id = "j\n\u{1B}[31m\u{202E}"
    return [
      WatchEntry(
        id: id,
        what: .change(from: .other("fro\u{7}zen"), to: .other("tha\twed"), outcome: nil),
        job: Job(id: id, type: .other("tele\rport"), status: .other("x")),
        timestamp: nil,
        event: nil
      ),
      entry("j", .ioErrors(kind, count: 2), .stream, .running),
      try entry(
        "j",
        "concluded",
        from: .aborting,
        .concluded,
        Progress(current: -5, total: .max),
        .failed("a\u{1B}]0;title\u{7}\nb\u{2028}c")
      ),
      entry("j", .snapshot, .stream, .running, Progress(current: 7, total: -1)),
      WatchEntry(
        id: "j",
        what: .phantom,
        job: nil,
        timestamp: Event.Timestamp(seconds: -1, microseconds: -1),
        event: nil
      ),
    ]
  }

  // MARK: - Parts

  private static func time(_ seconds: Int64, _ milliseconds: Int64) -> Event.Timestamp {
    Event.Timestamp(seconds: start.seconds + seconds, microseconds: milliseconds * 1000)
  }

  /// What no event told alone.
  private static func entry(
    _ id: String,
    _ what: WatchEntry.What,
    _ type: JobType,
    _ status: JobStatus,
    _ progress: Progress? = nil,
    error: String? = nil
  ) -> WatchEntry {
    let job = Job(
      id: id,
      type: .known(type),
      status: .known(status),
      progress: progress,
      error: error
    )
    return WatchEntry(id: id, what: what, job: job, timestamp: time(0, 0), event: nil)
  }

  /// A change, and the event that told of it.
  private static func entry(
    _ id: String,
    _ word: String,
    from: JobStatus?,
    _ to: JobStatus,
    _ progress: Progress? = nil,
    _ outcome: JobOutcome? = nil
  ) throws -> WatchEntry {
    try entry(
      id,
      .change(from: from.map(Reported.known), to: .known(to), outcome: outcome),
      word,
      progress
    )
  }

  private static func entry(
    _ id: String,
    _ what: WatchEntry.What,
    _ word: String,
    _ progress: Progress? = nil
  ) throws -> WatchEntry {
    let type: JobType? =
      switch id.first {
      case "m": .mirror
      case "b": .backup
      case "i": .create
      case "j": .stream
      default: nil
      }
    let job = type.map {
      Job(id: id, type: .known($0), status: .known(.running), progress: progress)
    }
    let time = time(61, 5)
    return WatchEntry(
      id: id,
      what: what,
      job: job,
      timestamp: time,
      event: try Event(id, word, type: type?.rawValue ?? "", at: time)
    )
  }
}
