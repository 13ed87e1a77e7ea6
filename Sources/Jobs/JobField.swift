package import QMP

/// The fields of the one record behind every output format, with QEMU's names.
package enum JobField: String, CaseIterable, Sendable {
  case id
  case type
  case status
  case currentProgress = "current-progress"
  case totalProgress = "total-progress"
  case percent
  case rate
  case etaSeconds = "eta-seconds"
  case speed
  case device
  case ioStatus = "io-status"
  case ready
  case autoFinalize = "auto-finalize"
  case autoDismiss = "auto-dismiss"
  case error
}

extension JobField {
  /// What a field holds, with its unit.
  package enum Value: Hashable, Sendable {
    case text(String)
    case bytes(Int64)
    /// Steps of a job that does not count bytes.
    case steps(Int64)
    /// Tenths of a percent.
    case permille(Int)
    /// Bytes a second.
    case rate(Int64)
    /// A limit in bytes a second, 0 for none.
    case limit(Int64)
    case seconds(Int64)
    case flag(Bool)
  }

  /// One line for people: what it is, and its unit.
  package var summary: String {
    switch self {
    case .id: "the job's id"
    case .type: "what the job does"
    case .status: "where it stands"
    case .currentProgress: "how much is done: bytes, or steps for jobs outside the block family"
    case .totalProgress: "how much there is to do, an estimate that may change"
    case .percent: "current-progress in percent of total-progress, rounded down"
    case .rate: "bytes a second, measured between two looks"
    case .etaSeconds: "seconds left at that rate"
    case .speed: "the limit in bytes a second, 0 for none"
    case .device: "the job's id in the older family of commands"
    case .ioStatus: "ok, or failed or nospace after an error that stopped it"
    case .ready: "whether source and target agree"
    case .autoFinalize: "whether it goes from pending to concluded by itself"
    case .autoDismiss: "whether it disappears by itself once concluded"
    case .error: "what went wrong, in the server's words"
    }
  }

  /// Whether `query-jobs` of a 3.0 or later server does not tell it.
  package var needsBlockJobs: Bool {
    switch self {
    case .speed, .device, .ioStatus, .ready, .autoFinalize, .autoDismiss: true
    case .id, .type, .status, .currentProgress, .totalProgress, .percent, .rate, .etaSeconds,
      .error:
      false
    }
  }

  /// Whether it takes two looks at the job, some time apart.
  package var isMeasured: Bool {
    self == .rate || self == .etaSeconds
  }

  /// Nil when it is not known; `pace` is in units a second between two looks, where there were two.
  package func value(of job: Job, pace: Double? = nil) -> Value? {
    switch self {
    case .id: .text(job.id)
    case .type: .text(job.type.word)
    case .status: .text(job.status.word)
    case .currentProgress: job.progress.map { Self.amount($0.current, of: job) }
    case .totalProgress: job.progress.map { Self.amount($0.total, of: job) }
    case .percent: job.progress?.permille.map(Value.permille)
    case .rate: pace.flatMap { Int64(exactly: $0.rounded()) }.map(Value.rate)
    case .etaSeconds: pace.flatMap { job.progress?.secondsLeft(atPace: $0) }.map(Value.seconds)
    case .speed: (job.block?.speed?.bytesPerSecond).map(Value.limit)
    case .device: (job.block?.device).map(Value.text)
    case .ioStatus: (job.block?.ioStatus).map(Value.text)
    case .ready: (job.block?.isReady).map(Value.flag)
    case .autoFinalize: (job.block?.autoFinalize).map(Value.flag)
    case .autoDismiss: (job.block?.autoDismiss).map(Value.flag)
    case .error: job.error.map(Value.text)
    }
  }

  private static func amount(_ count: Int64, of job: Job) -> Value {
    job.isBlockJob ? .bytes(count) : .steps(count)
  }
}

extension JobField.Value {
  /// The exact value: bytes, bytes a second, seconds, percent.
  package var json: JSONValue {
    switch self {
    case .text(let text): .string(text)
    case .bytes(let count), .steps(let count), .rate(let count), .limit(let count),
      .seconds(let count):
      .integer(count)
    case .permille(let tenths): .number(Double(tenths) / 10)
    case .flag(let flag): .bool(flag)
    }
  }
}
