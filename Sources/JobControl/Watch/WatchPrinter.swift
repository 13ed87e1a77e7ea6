package import CommandTable
import Jobs
import POSIX
package import QMP

/// Entries as lines, in any of the formats of `watch`.
package struct WatchPrinter {
  private let format: WatchOrder.Format
  private let timestamps: WatchOrder.Timestamps
  /// When the watch began, for relative times.
  private let start: Event.Timestamp
  private let style: Style

  package init(
    format: WatchOrder.Format,
    timestamps: WatchOrder.Timestamps,
    start: Event.Timestamp,
    isColored: Bool
  ) {
    self.format = format
    self.timestamps = timestamps
    self.start = start
    self.style = Style(isColored: isColored)
  }

  /// The line of column names, where the format has one.
  package var header: String? {
    format == .tsv ? Self.columns.joined(separator: "\t") : nil
  }

  /// One line, without its end.
  package func line(_ entry: WatchEntry) -> String {
    switch format {
    case .text: text(entry)
    case .jsonl: String(decoding: JSONWriter.compact(.object(object(entry))), as: UTF8.self)
    case .tsv: tsv(entry)
    }
  }

  // MARK: - For people

  private func text(_ entry: WatchEntry) -> String {
    let type = entry.job?.type.word ?? ""
    let fields =
      timeColumn(entry) + [
        Self.padded(entry.id.isEmpty ? "-" : Visible.text(entry.id), 10),
        Self.padded(Visible.text(type.isEmpty ? "-" : type), 7),
        words(entry.what, entry.job),
      ]
    return fields.joined(separator: "  ")
  }

  private func words(_ what: WatchEntry.What, _ job: Job?) -> String {
    switch what {
    case .snapshot:
      "is \(status(job?.status))" + Self.error(job?.error) + Self.numbers(job)
    case .change(let from, let to, let outcome):
      "\(from.map(status) ?? "") → \(status(to))".trimmingLeadingSpace
        + Self.words(outcome) + Self.numbers(job)
    case .ioErrors(let kind, 1):
      "\(Visible.text(kind.operation)) error (\(Visible.text(kind.action)))"
    case .ioErrors(let kind, let count):
      "\(count) more \(Visible.text(kind.operation)) errors (\(Visible.text(kind.action)))"
    case .drains(let count):
      "paused and went on at once\(count == 1 ? "" : ", \(count) times")"
    case .storm(let jobs, let count):
      "\(jobs) jobs paused and went on at once, \(count) times in all"
    case .phantom:
      "never started: the command that made it was refused"
    case .companion(let event, let error):
      Visible.text(event) + Self.error(error) + Self.numbers(job)
    }
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

  /// How much is done; nothing for jobs that do not count bytes.
  private static func numbers(_ job: Job?) -> String {
    guard let job, job.isBlockJob, let progress = job.progress else { return "" }
    let percent = progress.permille.map { "\($0 / 10).\($0 % 10)% of " } ?? ""
    return "  \(percent)\(Size.text(max(0, progress.total)))"
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  /// Nothing where no times are wanted.
  private func timeColumn(_ entry: WatchEntry) -> [String] {
    let time = time(of: entry) ?? "-"
    switch timestamps {
    case .local: return [Self.padded(time, 12)]
    case .utc: return [Self.padded(time, 24)]
    case .relative: return [String(repeating: " ", count: max(0, 9 - time.count)) + time]
    case .none: return []
    }
  }

  // MARK: - For programs

  private func object(_ entry: WatchEntry) -> JSONObject {
    var object: JSONObject = [:]
    if let event = entry.event {
      object["event"] = .string(event.name)
      object["data"] = .object(event.data)
    }
    if let time = entry.timestamp {
      object["timestamp"] = [
        "seconds": .integer(time.seconds), "microseconds": .integer(time.microseconds),
      ]
    }
    for (name, value) in fields(entry) { object[name] = value }
    return object
  }

  private static let columns = [
    "time", "id", "type", "kind", "from", "to", "outcome", "count", "current-progress",
    "total-progress", "error",
  ]

  private func tsv(_ entry: WatchEntry) -> String {
    let fields = Dictionary(fields(entry)) { first, _ in first }
    return Self.columns.map { column in
      switch fields[column] {
      case .string(let text): JobRecord.tsv(text)
      case .integer(let number): String(number)
      case nil where column == "time": time(of: entry) ?? ""
      default: ""
      }
    }.joined(separator: "\t")
  }

  private func fields(_ entry: WatchEntry) -> [(String, JSONValue)] {
    var fields: [(String, JSONValue?)] = [
      ("kind", .string(entry.what.news.rawValue)),
      ("id", entry.id.nonEmpty.map(JSONValue.string)),
      ("type", entry.job?.type.word.nonEmpty.map(JSONValue.string)),
    ]
    switch entry.what {
    case .snapshot:
      fields += [
        ("to", entry.job.map { .string($0.status.word) }),
        ("error", entry.job?.error.map(JSONValue.string)),
      ]
    case .change(let from, let to, let outcome):
      fields += [
        ("from", from.map { .string($0.word) }), ("to", .string(to.word)),
        ("outcome", outcome.map { .string($0.word) }),
        ("error", outcome?.error.map(JSONValue.string)),
      ]
    case .ioErrors(let kind, let count):
      fields += [
        ("operation", .string(kind.operation)), ("action", .string(kind.action)),
        ("count", .integer(Int64(count))),
        ("error", .string("\(kind.operation) error, \(kind.action)")),
      ]
    case .drains(let count):
      fields += [("count", .integer(Int64(count)))]
    case .storm(let jobs, let count):
      fields += [("jobs", .integer(Int64(jobs))), ("count", .integer(Int64(count)))]
    case .phantom:
      fields += [("to", .string(JobStatus.null.rawValue))]
    case .companion(_, let error):
      fields += [("error", error.map(JSONValue.string))]
    }
    fields += [
      ("current-progress", entry.job?.progress.map { .integer($0.current) }),
      ("total-progress", entry.job?.progress.map { .integer($0.total) }),
    ]
    return fields.compactMap { name, value in value.map { (name, $0) } }
  }

  // MARK: - Time

  /// Nil where it is not known or not wanted.
  private func time(of entry: WatchEntry) -> String? {
    guard let time = entry.timestamp, time.isOfACalendar else { return nil }
    switch timestamps {
    case .local: return WallClock.timeOfDay(time.seconds, time.microseconds)
    case .utc: return WallClock.utc(time.seconds, time.microseconds)
    case .relative:
      let passed =
        (time.seconds - start.seconds) * 1000 + (time.microseconds - start.microseconds) / 1000
      return "+\(max(0, passed) / 1000).\(String(1000 + max(0, passed) % 1000).dropFirst())"
    case .none: return nil
    }
  }
}

extension Event.Timestamp {
  /// Whether it is a time that people have words for: it is -1 where the server does not know, and
  /// may be anything where it does not mean well.
  fileprivate var isOfACalendar: Bool {
    let year10000: Int64 = 253_402_300_800
    return (0..<year10000).contains(seconds) && (0..<1_000_000).contains(microseconds)
  }
}

extension WatchEntry.What {
  /// The kind of news that it is.
  package var news: WatchOrder.News {
    switch self {
    case .snapshot: .snapshot
    case .change: .status
    case .ioErrors: .error
    case .drains, .storm: .drain
    case .phantom: .phantom
    case .companion: .companion
    }
  }
}

extension JobOutcome {
  fileprivate var word: String {
    switch self {
    case .succeeded: "succeeded"
    case .failed: "failed"
    case .cancelled: "cancelled"
    case .unknown: "unknown"
    }
  }

  fileprivate var error: String? {
    if case .failed(let error) = self { error } else { nil }
  }
}

extension String {
  fileprivate var nonEmpty: String? {
    isEmpty ? nil : self
  }

  fileprivate var trimmingLeadingSpace: String {
    String(drop { $0 == " " })
  }
}
