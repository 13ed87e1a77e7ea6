package import QMP

/// What a job does (`JobType`, qapi/job.json).
package enum JobType: String, CaseIterable, Sendable {
  case commit
  case stream
  case mirror
  case backup
  case create
  case amend
  case snapshotLoad = "snapshot-load"
  case snapshotSave = "snapshot-save"
  case snapshotDelete = "snapshot-delete"
}

extension JobType {
  /// The release that brought it; the oldest one known for those that are older.
  package var since: QEMUVersion {
    switch self {
    case .commit, .stream, .mirror, .backup: QEMUVersion(2, 12)
    case .create: QEMUVersion(3, 0)
    case .amend: QEMUVersion(5, 1)
    case .snapshotLoad, .snapshotSave, .snapshotDelete: QEMUVersion(6, 0)
    }
  }

  /// Whether `query-block-jobs` and the `block-job-*` commands reach it (`is_block_job`, blockjob.c
  /// in 10.2).
  package var isBlockJob: Bool {
    switch self {
    case .commit, .stream, .mirror, .backup: true
    case .create, .amend, .snapshotLoad, .snapshotSave, .snapshotDelete: false
    }
  }

  /// Whether it can become `ready` and then be ended without pivoting: a mirror, or the commit of
  /// an active layer (block/mirror.c serves both).
  package var canBecomeReady: Bool {
    switch self {
    case .mirror, .commit: true
    case .stream, .backup, .create, .amend, .snapshotLoad, .snapshotSave, .snapshotDelete: false
    }
  }

  /// One line for people.
  package var summary: String {
    switch self {
    case .commit: "moves data from an overlay down into its base"
    case .stream: "moves data from a backing chain up into an overlay"
    case .mirror: "copies a device and keeps the copy in step"
    case .backup: "copies a device as it was when the job began"
    case .create: "creates an image"
    case .amend: "changes the options of an image"
    case .snapshotLoad: "restores a machine's internal snapshot"
    case .snapshotSave: "saves a machine's internal snapshot"
    case .snapshotDelete: "deletes a machine's internal snapshot"
    }
  }
}
