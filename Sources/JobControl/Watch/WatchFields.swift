package import CommandTable
import Jobs
import QMP

/// Entries of `watch` for programs: names and values.
enum WatchFields {
  /// What tsv has, in its order.
  static let columns = [
    "time", "id", "type", "kind", "from", "to", "outcome", "count", "current-progress",
    "total-progress", "error", "percent", "rate", "eta-seconds",
  ]

  /// All fields but the time; what there is nothing to say of is left out.
  static func fields(_ entry: WatchEntry) -> [(String, JSONValue)] {
    let common: [(String, JSONValue?)] = [
      ("kind", .string(entry.what.news.rawValue)),
      ("id", text(entry.id)),
      ("type", text(entry.job?.type.word)),
    ]
    let numbers: [(String, JSONValue?)] = [
      ("current-progress", entry.job?.progress.map { .integer($0.current) }),
      ("total-progress", entry.job?.progress.map { .integer($0.total) }),
    ]
    return (common + particulars(entry) + numbers).compactMap { name, value in
      value.map { (name, $0) }
    }
  }

  private static func particulars(_ entry: WatchEntry) -> [(String, JSONValue?)] {
    let job = entry.job
    switch entry.what {
    case .snapshot:
      return [
        ("to", job.map { .string($0.status.word) }), ("error", job?.error.map(JSONValue.string)),
      ]
    case .progress(let reading):
      return [("to", job.map { .string($0.status.word) })] + progress(reading, entry)
    case .movement(let news):
      let (word, time) = words(news)
      return [
        ("to", job.map { .string($0.status.word) }), ("movement", .string(word)),
        ("seconds", time.map { .integer($0.components.seconds) }),
      ]
    case .change(let from, let to, let outcome), .missed(let from, let to, let outcome):
      return [
        ("from", from.map { .string($0.word) }), ("to", .string(to.word)),
        ("outcome", outcome.map { .string(word($0)) }),
        ("error", error(outcome).map(JSONValue.string)),
      ]
    case .ioErrors(let kind, let count):
      return [
        ("operation", .string(kind.operation)), ("action", .string(kind.action)),
        ("count", .integer(Int64(count))),
        ("error", .string("\(kind.operation) error, \(kind.action)")),
      ]
    case .drains(let count):
      return [("count", .integer(Int64(count)))]
    case .storm(let jobs, let count):
      return [("jobs", .integer(Int64(jobs))), ("count", .integer(Int64(count)))]
    case .phantom:
      return [("to", .string(JobStatus.null.rawValue))]
    case .companion(_, let error):
      return [("error", error.map(JSONValue.string))]
    }
  }

  private static func progress(
    _ reading: ProgressReading,
    _ entry: WatchEntry
  ) -> [(String, JSONValue?)] {
    let finish = reading.secondsLeft.flatMap { entry.timestamp?.later(bySeconds: $0) }
    let isStalled: Bool? =
      switch reading.stall {
      case .stalled: true
      case .notConverging, nil: nil
      }
    let isNotConverging: Bool? =
      switch reading.stall {
      case .notConverging: true
      case .stalled, nil: nil
      }
    return [
      ("percent", entry.job?.progress?.permille.map { .number(Double($0) / 10) }),
      ("rate", reading.rate.flatMap { Int64(exactly: $0.rounded()) }.map(JSONValue.integer)),
      ("eta-seconds", reading.secondsLeft.map(JSONValue.integer)),
      ("finish", finish.flatMap(WatchClock.utc).map(JSONValue.string)),
      ("speed", entry.job?.block?.speed.map { .integer($0.bytesPerSecond) }),
      ("stalled", isStalled.map(JSONValue.bool)),
      ("not-converging", isNotConverging.map(JSONValue.bool)),
    ]
  }

  private static func words(_ news: ProgressNews) -> (String, Duration?) {
    switch news {
    case .stalled(let time): ("stalled", time)
    case .movesAgain(let time): ("moving", time)
    case .notConverging(let time): ("not-converging", time)
    case .convergesAgain: ("converging", nil)
    }
  }

  private static func word(_ outcome: JobOutcome) -> String {
    switch outcome {
    case .succeeded: "succeeded"
    case .failed: "failed"
    case .cancelled: "cancelled"
    case .unknown: "unknown"
    }
  }

  private static func error(_ outcome: JobOutcome?) -> String? {
    if case .failed(let error) = outcome { error } else { nil }
  }

  /// Nil for nothing.
  private static func text(_ text: String?) -> JSONValue? {
    text.flatMap { $0.isEmpty ? nil : .string($0) }
  }
}

extension WatchEntry.What {
  /// The kind of news that it is.
  package var news: WatchOrder.News {
    switch self {
    case .snapshot: .snapshot
    case .progress: .progress
    case .movement: .stall
    case .missed: .missed
    case .change: .status
    case .ioErrors: .error
    case .drains, .storm: .drain
    case .phantom: .phantom
    case .companion: .companion
    }
  }
}
