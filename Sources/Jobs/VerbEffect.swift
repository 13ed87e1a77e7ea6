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
        let sentence = heldBack(verb, job, version) ?? sentence(verb, job, status)
        return sentence.map { VerbEffect(verb: verb, sentence: $0) }
      }
  }

  /// What is said of a verb that is not sent.
  private static func heldBack(_ verb: JobVerb, _ job: Job, _ version: QEMUVersion) -> String? {
    guard let interlock = Interlock(concerning: verb, on: version), interlock.applies(to: job)
    else { return nil }
    return "is held back without --override: \(interlock.explanation.reason)"
  }

  private static func sentence(_ verb: JobVerb, _ job: Job, _ status: JobStatus) -> String? {
    switch verb {
    case .cancel: cancelling(job, status)
    case .pause: pausing(job)
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
    let canBecomeReady = job.type.known?.canBecomeReady != false
    return switch status {
    case .ready where job.type == .known(.commit):
      "ends without pivoting and its base stays a complete copy; --force aborts it"
    case .ready where canBecomeReady:
      "ends without pivoting and its target stays a complete copy; --force throws the copy away"
    case .paused where canBecomeReady, .standby where canBecomeReady:
      "must be resumed first; --force aborts it as it is"
    case .waiting, .pending:
      "is aborted, with all jobs of its transaction"
    case .undefined, .created, .running, .paused, .ready, .standby, .aborting, .concluded, .null:
      aborting(job)
    }
  }

  private static func aborting(_ job: Job) -> String {
    switch job.type.known {
    case .mirror, .backup, nil:
      "is aborted; what it has written so far is of no use"
    case .commit, .stream:
      "is aborted; its images stay valid, and a new job can finish the work"
    // They look at nothing before their end (job_update_rc, job.c).
    case .create, .amend, .snapshotLoad, .snapshotSave, .snapshotDelete:
      "works on to its end, and is then reported as cancelled"
    }
  }

  private static func pausing(_ job: Job) -> String {
    switch job.type.known {
    case .commit, .stream, .mirror, .backup, nil:
      "stops making progress until it is resumed"
    case .create, .amend, .snapshotLoad, .snapshotSave, .snapshotDelete:
      "works on all the same; jobs of its type have no point to pause at"
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
