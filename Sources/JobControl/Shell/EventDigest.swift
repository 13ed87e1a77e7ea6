package import Jobs

/// News that wait to be shown, and what of them is worth the lines when there are too many.
///
/// Of a burst the latest of each job is shown, those that want somebody's attention first; the rest
/// is counted. However fast news come and however long they wait, no more are kept than a screen
/// could show.
package struct EventDigest {
  /// More lines than this are not shown at once.
  package static let maximumLines = 10
  /// More entries than this are not kept.
  private static let capacity = 1000

  private var entries: [WatchEntry] = []
  /// How many were left out.
  private var omitted = 0

  package init() {}

  package var isEmpty: Bool {
    entries.isEmpty && omitted == 0
  }

  /// Whether a query would tell more of what waits than is `known`.
  package func lacksWords(known: (_ id: String) -> JobBoard.Entry?) -> Bool {
    entries.contains { $0.lacksWords && $0.completed(by: known($0.id)).lacksWords }
  }

  package mutating func add(_ news: [WatchEntry]) {
    entries += news
    if entries.count > Self.capacity { thin(to: Self.capacity / 2) }
  }

  /// Takes out what is to be shown, in order, and the number of those left out.
  package mutating func take() -> (entries: [WatchEntry], omitted: Int) {
    if entries.count > Self.maximumLines { thin(to: Self.maximumLines) }
    defer { self = EventDigest() }
    return (entries, omitted)
  }

  /// Leaves the latest of each job, and of those the most important and then the latest.
  private mutating func thin(to count: Int) {
    let before = entries.count
    var seen: Set<String> = []
    let latest = entries.indices.reversed().filter { seen.insert(entries[$0].id).inserted }
    let chosen = latest.sorted { (entries[$0].urgency, -$0) < (entries[$1].urgency, -$1) }
    entries = chosen.prefix(count).sorted().map { entries[$0] }
    omitted += before - entries.count
  }
}

extension WatchEntry {
  /// 0 for what somebody should see to, 1 for what changes what can be done, 2 for the rest.
  fileprivate var urgency: Int {
    switch what {
    case .change(_, _, .failed(_)?), .missed(_, _, .failed(_)?), .ioErrors, .movement: return 0
    case .change(_, let status, _), .missed(_, let status, _):
      switch status.known {
      case .ready, .pending, .concluded, .null: return 1
      case .undefined, .created, .running, .paused, .standby, .waiting, .aborting, nil: return 2
      }
    case .snapshot, .progress, .drains, .storm, .phantom, .companion: return 2
    }
  }
}
