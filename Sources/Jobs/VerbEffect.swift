package import QMP

/// What a verb would do to a job now, in words.
package struct VerbEffect: Hashable, Sendable {
  package let verb: JobVerb
  /// A clause with the job as its subject: "stops making progress until it is resumed".
  package let sentence: String

  /// The verbs that `job` accepts on a server of this version, in the schema's order.
  package static func all(on job: Job, version: QEMUVersion) -> [VerbEffect] {
    guard let status = job.status.known else { return [] }
    return JobVerb.allCases
      .filter { $0.acceptingStatuses(in: version).contains(status) }
      .filter { $0 != .setSpeed || job.isBlockJob }
      .compactMap { verb in
        sentence(verb, job, status).map { VerbEffect(verb: verb, sentence: $0) }
      }
  }

  private static func sentence(_ verb: JobVerb, _ job: Job, _ status: JobStatus) -> String? {
    switch verb {
    case .cancel: cancelling(job, status)
    case .pause: "stops making progress until it is resumed"
    case .resume: resuming(job)
    case .setSpeed: "is limited to a rate, from its next chunk on"
    case .complete: completing(job, status)
    case .finalize:
      "makes its changes final and concludes, with all jobs of its transaction"
    case .dismiss: "disappears, and its id can be used again"
    // There is no command for it: `qmp block-job-change` sends one.
    case .change: nil
    }
  }

  private static func cancelling(_ job: Job, _ status: JobStatus) -> String {
    switch status {
    case .ready where job.type.known?.canBecomeReady != false:
      "ends without pivoting and its target stays a complete copy; --force throws the copy away"
    case .paused where job.type.known?.canBecomeReady != false,
      .standby where job.type.known?.canBecomeReady != false:
      "is refused while paused; --force aborts it at once"
    case .waiting, .pending:
      "is aborted, with all jobs of its transaction"
    case .undefined, .created, .running, .paused, .ready, .standby, .aborting, .concluded, .null:
      "is aborted; what it has written so far is of no use"
    }
  }

  private static func resuming(_ job: Job) -> String {
    switch job.block?.ioStatus {
    case nil, "ok": "goes on"
    case let state?: "tries again what failed (io-status \(state))"
    }
  }

  private static func completing(_ job: Job, _ status: JobStatus) -> String {
    guard status == .ready else { return "completes as soon as it is resumed" }
    return switch job.type.known {
    case .commit: "ends, and the device goes on with its base"
    case .mirror, .stream, .backup, .create, .amend, .snapshotLoad, .snapshotSave, .snapshotDelete,
      nil:
      "ends, and the device goes on with the target"
    }
  }
}
