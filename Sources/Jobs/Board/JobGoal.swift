/// What somebody waits for: a job in one of some statuses, `null` standing for gone.
package struct JobGoal: Hashable, Sendable {
  package let statuses: Set<JobStatus>

  package init(_ statuses: Set<JobStatus>) {
    self.statuses = statuses
  }

  /// The end, however it comes.
  package static let end = JobGoal([.concluded, .null])

  /// When the effect of a verb on a job is there; nil for one that has no effect to be seen.
  ///
  /// Of `job` it matters that only block jobs have pause points, and that one which does not
  /// finalize itself stays in pending when it is completed.
  package static func effect(
    of action: VerbRequest.Action,
    on job: Job
  ) -> JobGoal? {
    switch action {
    case .pause where !job.isBlockJob, .resume where !job.isBlockJob: nil
    case .pause: JobGoal([.paused, .standby])
    case .resume:
      JobGoal([.running, .ready, .waiting, .pending, .aborting, .concluded, .null])
    case .cancel, .forceCancel, .finalize: .end
    case .complete:
      job.block?.autoFinalize == false ? JobGoal(end.statuses.union([.pending])) : .end
    case .dismiss: JobGoal([.null])
    case .setSpeed: nil
    }
  }

  package func isReached(in status: Reported<JobStatus>) -> Bool {
    status.known.map(statuses.contains) == true
  }

  /// Whether it can still be reached, by the state table and by what jobs of a type ever do.
  package func isReachable(from status: Reported<JobStatus>, by type: Reported<JobType>?) -> Bool {
    guard let status = status.known else { return true }
    var ahead = status.reachable
    if type?.known?.canBecomeReady == false { ahead.subtract([.ready, .standby]) }
    return !ahead.isDisjoint(with: statuses)
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
