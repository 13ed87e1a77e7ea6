/// Jobs that somebody waits for, and how far each has come.
///
/// Fed with every change that a board learns, in order. The first instance of each id counts: once
/// its wait is decided, a new job of the same id changes nothing.
package struct WaitList: Hashable, Sendable {
  package enum Fate: Hashable, Sendable {
    /// Not there yet.
    case absent
    case waiting(Reported<JobStatus>)
    /// The goal cannot be reached any more; how the job ends is not known yet.
    case lost(Reported<JobStatus>)
    case reached(Reported<JobStatus>, JobOutcome?)
    /// It ended, or went on, without reaching the goal.
    case missed(Reported<JobStatus>, JobOutcome?)

    package var isDecided: Bool {
      switch self {
      case .absent, .waiting, .lost: false
      case .reached, .missed: true
      }
    }
  }

  /// In the order in which they were named.
  package let ids: [String]
  private let goals: [String: JobGoal]
  private var fates: [String: Fate]

  /// Waits for each id once; of several goals for one the first counts.
  package init(_ goals: [(id: String, goal: JobGoal)]) {
    self.goals = Dictionary(goals.map { ($0.id, $0.goal) }) { first, _ in first }
    var seen: Set<String> = []
    self.ids = goals.map(\.id).filter { seen.insert($0).inserted }
    self.fates = Dictionary(uniqueKeysWithValues: seen.map { ($0, .absent) })
  }

  package func goal(of id: String) -> JobGoal {
    goals[id] ?? .end
  }

  package subscript(id: String) -> Fate {
    fates[id] ?? .absent
  }

  /// The ids that were not found so far.
  package var absent: [String] {
    ids.filter { self[$0] == .absent }
  }

  package var areAllDecided: Bool {
    ids.allSatisfy { self[$0].isDecided }
  }

  package var isAnyDecided: Bool {
    ids.contains { self[$0].isDecided }
  }

  /// Takes a change in; true when it concerns one that is waited for.
  package mutating func note(_ change: JobChange) -> Bool {
    guard let fate = fates[change.id], !fate.isDecided else { return false }
    if change.isPhantom {
      fates[change.id] = .absent
    } else if change.from == nil, fate != .absent {
      // Another job has its id now, and nobody told of its end.
      fates[change.id] = .missed(.known(.null), .unknown)
    } else {
      fates[change.id] = self.fate(after: change)
    }
    return true
  }

  private func fate(after change: JobChange) -> Fate {
    let goal = goal(of: change.id)
    if goal.isReached(in: change.to) { return .reached(change.to, change.outcome) }
    if goal.isReachable(from: change.to, by: change.type) { return .waiting(change.to) }
    // One that is being aborted will soon tell whether it failed or was cancelled.
    let outcomeIsNear = change.outcome == nil && change.to == .known(.aborting)
    return outcomeIsNear ? .lost(change.to) : .missed(change.to, change.outcome)
  }

  /// A query told what the events had left open: how a job ended.
  package mutating func learn(_ outcome: JobOutcome, of id: String) {
    switch self[id] {
    case .reached(let status, _): fates[id] = .reached(status, outcome)
    case .missed(let status, _): fates[id] = .missed(status, outcome)
    case .absent, .waiting, .lost: break
    }
  }
}
