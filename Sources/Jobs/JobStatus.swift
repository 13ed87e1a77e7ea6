/// Where a job stands (`JobStatus`, qapi/job.json).
///
/// `undefined` and `null` never appear in a query; `null` does as the last JOB_STATUS_CHANGE.
package enum JobStatus: String, CaseIterable, Sendable {
  case undefined
  case created
  case running
  case paused
  case ready
  case standby
  case waiting
  case pending
  case aborting
  case concluded
  case null
}

extension JobStatus {
  /// The statuses that may follow this one: `JobSTT` in job.c, the same in every release from 2.12
  /// (where it stands in blockjob.c) to 10.2.
  package var successors: Set<JobStatus> {
    switch self {
    case .undefined: [.created]
    case .created: [.running, .aborting, .null]
    case .running: [.paused, .ready, .waiting, .aborting]
    case .paused: [.running]
    case .ready: [.standby, .waiting, .aborting]
    case .standby: [.ready]
    case .waiting: [.pending, .aborting]
    case .pending: [.aborting, .concluded]
    case .aborting: [.aborting, .concluded]
    case .concluded: [.null]
    case .null: []
    }
  }

  /// One line for people.
  package var summary: String {
    switch self {
    case .undefined: "not yet created"
    case .created: "not yet started"
    case .running: "working"
    case .paused: "held by a user, an error or QEMU itself"
    case .ready: "source and target agree and are kept in step; waits for complete or cancel"
    case .standby: "ready, and paused"
    case .waiting: "finished; waits for the other jobs of its transaction"
    case .pending: "waits for finalize"
    case .aborting: "failed or cancelled; cleaning up"
    case .concluded: "over; waits for dismiss"
    case .null: "gone"
    }
  }
}
