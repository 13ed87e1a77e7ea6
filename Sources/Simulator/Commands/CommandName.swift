/// The commands that the simulator carries out.
enum CommandName: String, CaseIterable {
  case queryVersion = "query-version"
  case queryCommands = "query-commands"
  case querySchema = "query-qmp-schema"
  case queryJobs = "query-jobs"
  case queryBlockJobs = "query-block-jobs"
  case quit

  case jobPause = "job-pause"
  case jobResume = "job-resume"
  case jobCancel = "job-cancel"
  case jobComplete = "job-complete"
  case jobFinalize = "job-finalize"
  case jobDismiss = "job-dismiss"

  case blockJobPause = "block-job-pause"
  case blockJobResume = "block-job-resume"
  case blockJobCancel = "block-job-cancel"
  case blockJobComplete = "block-job-complete"
  case blockJobFinalize = "block-job-finalize"
  case blockJobDismiss = "block-job-dismiss"
  case blockJobSetSpeed = "block-job-set-speed"
  case blockJobChange = "block-job-change"

  case blockCommit = "block-commit"
  case blockStream = "block-stream"
  case driveMirror = "drive-mirror"
  case blockdevMirror = "blockdev-mirror"
  case driveBackup = "drive-backup"
  case blockdevBackup = "blockdev-backup"
  case blockdevCreate = "blockdev-create"
  case blockdevAmend = "x-blockdev-amend"
  case snapshotSave = "snapshot-save"
  case snapshotLoad = "snapshot-load"
  case snapshotDelete = "snapshot-delete"
  case transaction
}
