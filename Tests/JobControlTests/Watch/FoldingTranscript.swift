import CommandTable
import JobControl
import Jobs
import QMP

/// A folding that is told a story, and what it makes of it, as `300 m running > paused`.
struct FoldingTranscript {
  private(set) var folding: EventFolding
  private(set) var entries: [WatchEntry] = []
  /// Milliseconds since the start, of each entry.
  private var times: [Int64] = []
  private var now = Instant(nanoseconds: 0)

  init(
    _ jobs: [Job] = [],
    foldsNothing: Bool = false,
    of names: [String] = [],
    types: [JobType] = [],
    version: QEMUVersion = QEMUVersion(7, 2)
  ) {
    let selection = JobSelection(names: names, selectsAll: names.isEmpty, types: types)
    folding = EventFolding(of: selection, on: version, foldsNothing: foldsNothing)
    folding.queryBegins()
    folding.apply(jobs)
  }

  /// Lets a story happen, and time pass as a client that polls sees it.
  mutating func play(_ story: String) throws {
    var story = Story(story)
    while let moment = story.next() {
      switch moment {
      case .event(let id, let word):
        let type = id.hasPrefix("b") ? "backup" : "mirror"
        note(try Event(id, word, type: type, at: time))
      case .pass(let milliseconds):
        advance(to: now.advanced(by: .milliseconds(milliseconds)))
      case .progress, .notice, .reply, .loss: break
      }
    }
  }

  mutating func note(_ event: Event) {
    add(folding.note(event, at: now))
  }

  mutating func advance(to end: Instant) {
    while let due = folding.due, due <= end {
      now = max(now, due)
      add(folding.advance(to: now))
    }
    now = end
  }

  mutating func finish() {
    add(folding.finish())
  }

  private mutating func add(_ more: [WatchEntry]) {
    entries += more
    times += more.map { _ in now.nanoseconds / 1_000_000 }
  }

  private var time: Event.Timestamp {
    Event.Timestamp(seconds: 0, microseconds: now.nanoseconds / 1000)
  }

  var lines: [String] {
    zip(times, entries).map { "\($0) \(Self.words($1))" }
  }

  private static func words(_ entry: WatchEntry) -> String {
    switch entry.what {
    case .snapshot: "\(entry.id) snapshot"
    case .progress: "\(entry.id) progress"
    case .movement(let news): "\(entry.id) \(news)"
    case .missed(let from, let to, let outcome):
      "\(entry.id) missed \(from?.word ?? "-") > \(to.word)" + (outcome.map { " \($0)" } ?? "")
    case .change(let from, let to, let outcome):
      "\(entry.id) \(from?.word ?? "-") > \(to.word)" + (outcome.map { " \($0)" } ?? "")
        + (entry.job?.progress.map { " \($0.current)/\($0.total)" } ?? "")
    case .ioErrors(let kind, let count): "\(entry.id) \(count) \(kind.operation) \(kind.action)"
    case .drains(let count): "\(entry.id) \(count) drains"
    case .storm(let jobs, let drains): "\(jobs) jobs \(drains) drains"
    case .phantom: "\(entry.id) phantom"
    case .companion(let event, let error): "\(entry.id) \(event)\(error.map { " \($0)" } ?? "")"
    }
  }
}
