/// What somebody waits for: a job in one of some statuses, `null` standing for gone.
package struct JobGoal: Hashable, Sendable {
  package let statuses: Set<JobStatus>

  package init(_ statuses: Set<JobStatus>) {
    self.statuses = statuses
  }

  /// The end, however it comes.
  package static let end = JobGoal([.concluded, .null])

  /// When the effect of a verb is there; nil for one whose reply is its effect.
  ///
  /// A job that does not finalize itself stays in pending when it is completed.
  package static func effect(
    of action: VerbRequest.Action, finalizesItself: Bool
  ) -> JobGoal? {
    switch action {
    case .pause: JobGoal([.paused, .standby])
    case .resume:
      JobGoal([.running, .ready, .waiting, .pending, .aborting, .concluded, .null])
    case .cancel, .forceCancel, .finalize: .end
    case .complete:
      finalizesItself ? .end : JobGoal(end.statuses.union([.pending]))
    case .dismiss: JobGoal([.null])
    case .setSpeed: nil
    }
  }

  package func isReached(in status: Reported<JobStatus>) -> Bool {
    status.known.map(statuses.contains) == true
  }

  /// Whether it can still be reached, by the state table.
  package func isReachable(from status: Reported<JobStatus>) -> Bool {
    guard let status = status.known else { return true }
    return !status.reachable.isDisjoint(with: statuses)
  }
}

extension JobStatus {
  /// This status and all that may come after it.
  package var reachable: Set<JobStatus> {
    var found: Set<JobStatus> = [self]
    var open = [self]
    while let status = open.popLast() {
      for next in status.successors where found.insert(next).inserted { open.append(next) }
    }
    return found
  }
}
