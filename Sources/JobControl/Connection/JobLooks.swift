import Jobs
import QMP

/// Looks at all jobs, each of which serves for every job until an event tells something new of it.
///
/// Since 3.0 there is an event for every change of a job's status and for every I/O error
/// (job_state_transition in job.c, block_job_error_action in blockjob.c), and it comes before the
/// reply to whatever was asked later.
struct JobLooks {
  /// What a look is for: no refusal is explained by one that was there before any was refused.
  enum Purpose: Hashable {
    case foresight(blockDetails: Bool)
    case refusal
  }

  private struct Look {
    var jobs: [String: Job] = [:]
    /// The jobs that events told of since the look began.
    var outdated: Set<String> = []
  }

  private var looks: [Purpose: Look] = [:]

  var isEmpty: Bool {
    looks.isEmpty
  }

  /// What is still right of a job; nil when it has to be looked at again.
  func job(_ id: String, for purpose: Purpose) -> Job?? {
    guard let look = looks[purpose], !look.outdated.contains(id) else { return nil }
    return .some(look.jobs[id])
  }

  /// Jobs are about to be asked for; from now on ``note(_:)`` must see every event.
  mutating func begin(for purpose: Purpose) {
    looks[purpose] = Look()
  }

  mutating func end(for purpose: Purpose, with jobs: [Job]) {
    looks[purpose]?.jobs = Dictionary(jobs.map { ($0.id, $0) }) { first, _ in first }
  }

  mutating func note(_ event: Event) {
    guard !isEmpty, let id = JobEvent(event)?.id else { return }
    for purpose in looks.keys {
      looks[purpose]?.outdated.insert(id)
    }
  }
}
