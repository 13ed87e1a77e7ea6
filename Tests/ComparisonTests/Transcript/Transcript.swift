/// What a server said to a script, in a form that two servers can share.
///
/// Replies stand with their steps, events with their jobs: how the two interleave is guaranteed for a few
/// statuses only, which are noted with the reply behind them. Progress, timestamps and the order of members are left out, and so are pairs of paused and running (standby and
/// ready) that the script did not ask for: a server drains its jobs when it likes.
struct Transcript {
  private struct Event {
    let text: String
    /// Whether the script waited for it.
    var isAwaited = false
  }

  /// Members whose values differ from run to run.
  private static let fleeting: Set<String> = [
    "current-progress", "total-progress", "len", "offset", "busy", "timestamp",
  ]

  private var steps: [String] = []
  private var events: [String: [Event]] = [:]
  /// The last status that the events tell of each job.
  private(set) var statuses: [String: String] = [:]
  /// The statuses told since the last request, with their jobs.
  private var recentStatuses: Set<[String]> = []

  // MARK: - Noting

  mutating func noteStep(_ text: String) {
    steps.append("> \(text)")
  }

  mutating func noteResult(_ text: String) {
    steps.append("    \(text)")
  }

  mutating func forgetRecentStatuses() {
    recentStatuses = []
  }

  /// Notes a reply, and which of these statuses of these jobs stand before it.
  mutating func noteReply(
    _ message: WireValue,
    behind statuses: Set<String> = [],
    of jobs: Set<String> = []
  ) {
    defer {
      for told in recentStatuses.sorted(by: { $0.lexicographicallyPrecedes($1) })
      where jobs.contains(told[0]) && statuses.contains(told[1]) {
        noteResult("behind \(told[0]): \(told[1])")
      }
    }
    guard case .object = message else { return noteResult(message.description) }
    let id = message["id"].map { " id \($0)" } ?? ""
    if let result = message["return"] {
      noteResult("\(result.removing(Self.fleeting))\(id)")
    } else if let error = message["error"], let name = error["class"]?.string {
      noteResult("\(name): \(error["desc"] ?? .scalar(""))\(id)")
    } else {
      noteResult(message.description)
    }
  }

  mutating func noteEvent(_ message: WireValue) {
    let name = message["event"]?.string ?? ""
    var data = (message["data"] ?? .object([:])).removing(Self.fleeting)
    let job = data["id"]?.string ?? data["device"]?.string ?? "the server"
    data["id"] = nil
    data["device"] = nil
    if name == "JOB_STATUS_CHANGE", let status = data["status"]?.string {
      statuses[job] = status
      recentStatuses.insert([job, status])
      events[job, default: []].append(Event(text: status))
    } else {
      events[job, default: []].append(Event(text: "\(name) \(data)"))
    }
  }

  /// Keeps the last status of a job from being taken for one of the server's own.
  mutating func markAwaited(_ job: String) {
    guard let status = statuses[job],
      let index = events[job]?.lastIndex(where: { $0.text == status })
    else { return }
    events[job]?[index].isAwaited = true
  }

  // MARK: - Reading

  var text: String {
    let jobs = events.sorted { $0.key < $1.key }.map { job, events in
      (["events of \(job):"] + Self.folded(events).map { "    \($0)" }).joined(separator: "\n")
    }
    return (steps + jobs).joined(separator: "\n") + "\n"
  }

  private static func folded(_ events: [Event]) -> [String] {
    var kept: [Event] = []
    for event in events {
      if let last = kept.last, !last.isAwaited, isReturn(from: last.text, to: event.text) {
        kept.removeLast()
        if event.isAwaited { kept[kept.count - 1].isAwaited = true }
      } else if let last = kept.last, last.text == event.text,
        event.text.hasPrefix("BLOCK_JOB_ERROR")
      {
        // Requests in flight together fail together; how many there are is not the job's business.
        continue
      } else {
        kept.append(event)
      }
    }
    return kept.map(\.text)
  }

  private static func isReturn(from old: String, to new: String) -> Bool {
    (old, new) == ("paused", "running") || (old, new) == ("standby", "ready")
  }
}
