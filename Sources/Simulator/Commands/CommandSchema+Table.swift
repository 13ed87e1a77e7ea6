import QMP

extension CommandSchema {
  /// What is in qapi/job.json, block-core.json, misc.json, migration.json and transaction.json.
  static let table: [CommandSchema] = [
    CommandSchema(.queryVersion),
    CommandSchema(.queryCommands),
    CommandSchema(.querySchema),
    CommandSchema(.quit),

    CommandSchema(.queryJobs, since: QEMUVersion(3, 0)),
    CommandSchema(.jobPause, since: QEMUVersion(3, 0), id),
    CommandSchema(.jobResume, since: QEMUVersion(3, 0), id),
    CommandSchema(.jobCancel, since: QEMUVersion(3, 0), id),
    CommandSchema(.jobComplete, since: QEMUVersion(3, 0), id),
    CommandSchema(.jobFinalize, since: QEMUVersion(3, 0), id),
    CommandSchema(.jobDismiss, since: QEMUVersion(3, 0), id),

    CommandSchema(.queryBlockJobs),
    CommandSchema(.blockJobPause, device()),
    CommandSchema(.blockJobResume, device()),
    CommandSchema(.blockJobCancel, device(Argument("force", .boolean))),
    CommandSchema(.blockJobComplete, device()),
    CommandSchema(.blockJobFinalize, id),
    CommandSchema(.blockJobDismiss, id),
    CommandSchema(.blockJobSetSpeed, device(Argument("speed", .integer, required: true))),
    CommandSchema(
      .blockJobChange,
      since: QEMUVersion(8, 2),
      Members(
        [
          Argument("id", .string, required: true),
          Argument("type", .word(.jobType), required: true),
        ],
        tag: "type",
        branches: ["mirror": [Argument("copy-mode", .word(.copyMode), required: true)]]
      )
    ),

    CommandSchema(.blockCommit, Members(JobArguments.commit)),
    CommandSchema(.blockStream, Members(JobArguments.stream)),
    CommandSchema(.driveMirror, Members(JobArguments.driveMirror)),
    CommandSchema(.blockdevMirror, Members(JobArguments.blockdevMirror)),
    CommandSchema(.driveBackup, Members(JobArguments.driveBackup)),
    CommandSchema(.blockdevBackup, Members(JobArguments.blockdevBackup)),
    CommandSchema(
      .blockdevCreate,
      since: QEMUVersion(3, 0),
      Members([
        Argument("job-id", .string, required: true),
        Argument("options", .object(ImageOptions.create), required: true),
      ])
    ),
    CommandSchema(
      .blockdevAmend,
      since: QEMUVersion(5, 1),
      Members([
        Argument("job-id", .string, required: true),
        Argument("node-name", .string, required: true),
        Argument("options", .object(ImageOptions.amend), required: true),
        Argument("force", .boolean),
      ])
    ),
    CommandSchema(
      .snapshotSave,
      since: QEMUVersion(6, 0),
      Members(JobArguments.snapshot(hasState: true))
    ),
    CommandSchema(
      .snapshotLoad,
      since: QEMUVersion(6, 0),
      Members(JobArguments.snapshot(hasState: true))
    ),
    CommandSchema(
      .snapshotDelete,
      since: QEMUVersion(6, 0),
      Members(JobArguments.snapshot(hasState: false))
    ),
    CommandSchema(.transaction, Members(JobArguments.transaction)),
  ]

  private static let id = Members([Argument("id", .string, required: true)])

  private static func device(_ more: Argument...) -> Members {
    Members([Argument("device", .string, required: true)] + more)
  }
}
