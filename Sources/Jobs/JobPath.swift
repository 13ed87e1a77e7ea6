/// What a job must have gone through to be where it is, as far as its status, type and error tell.
///
/// Nobody keeps a job's history, but the state table leaves little choice: what every way to the
/// job's status leads through has happened. Pauses that are over are not known.
package struct JobPath: Hashable, Sendable {
  package let statuses: Set<JobStatus>
  package let transitions: Set<JobTransition>

  /// Nil for a job whose status this program does not know.
  package init?(of job: Job) {
    guard let end = job.status.known else { return nil }
    let possible = JobTransition.all.filter { Self.mayTake($0, job) }
    // Without it there is no way left.
    func isNeeded(_ isLeftOut: (JobTransition) -> Bool) -> Bool {
      !Self.reaches(end, by: possible.filter { !isLeftOut($0) })
    }
    statuses = Set(
      JobStatus.allCases.filter { status in
        status == end || isNeeded { $0.from == status || $0.to == status }
      }
    )
    transitions = Set(possible.filter { transition in isNeeded { $0 == transition } })
  }

  private static func mayTake(_ transition: JobTransition, _ job: Job) -> Bool {
    let type = job.type.known
    switch (transition.from, transition.to) {
    case (_, .ready): return type?.canBecomeReady != false
    // Its work is never done by itself.
    case (.running, .waiting): return type != .mirror
    case (.pending, .concluded): return job.error == nil
    case (.aborting, .concluded): return job.error != nil
    // What can be asked about has started.
    case (.created, .null), (.created, .aborting): return false
    default: return true
    }
  }

  private static func reaches(_ end: JobStatus, by transitions: [JobTransition]) -> Bool {
    var found: Set<JobStatus> = [.undefined]
    var open: [JobStatus] = [.undefined]
    while let status = open.popLast() {
      for next in transitions where next.from == status && found.insert(next.to).inserted {
        open.append(next.to)
      }
    }
    return found.contains(end)
  }
}
