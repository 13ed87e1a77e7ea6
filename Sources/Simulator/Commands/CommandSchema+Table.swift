import QMP

extension CommandSchema {
  /// What a release offers, in the order of `query-commands`.
  static func offered(by release: Release) -> [CommandSchema] {
    table.filter { $0.since <= release.version }
  }

  static func named(_ name: String, in release: Release) -> CommandSchema? {
    guard let schema = byName[name], schema.since <= release.version else { return nil }
    return schema
  }

  private static let byName = Dictionary(uniqueKeysWithValues: table.map { ($0.name.rawValue, $0) })

  private static let id = [Argument("id", .string, required: true)]
  private static let device = [Argument("device", .string, required: true)]

  /// qapi/job.json, block-core.json, block.json, misc.json, migration.json and transaction.json.
  private static let table: [CommandSchema] = [
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
    CommandSchema(.blockJobPause, device),
    CommandSchema(.blockJobResume, device),
    CommandSchema(.blockJobCancel, device + [Argument("force", .boolean)]),
    CommandSchema(.blockJobComplete, device),
    CommandSchema(.blockJobFinalize, id),
    CommandSchema(.blockJobDismiss, id),
    CommandSchema(.blockJobSetSpeed, device + [Argument("speed", .integer, required: true)]),
    CommandSchema(
      .blockJobChange,
      since: QEMUVersion(8, 2),
      id + [
        Argument("type", .word(.jobType), required: true),
        Argument("copy-mode", .word(.copyMode)),
      ]
    ),

    CommandSchema(.blockCommit, common + commit),
    CommandSchema(.blockStream, common + stream),
    CommandSchema(.driveMirror, common + mirror + drive + driveMirror),
    CommandSchema(.blockdevMirror, common + mirror + blockdevMirror),
    CommandSchema(.driveBackup, common + backup + drive),
    CommandSchema(.blockdevBackup, common + backup),
    CommandSchema(
      .blockdevCreate,
      since: QEMUVersion(3, 0),
      [Argument("job-id", .string, required: true), Argument("options", .object, required: true)]
    ),
    CommandSchema(
      .blockdevAmend,
      since: QEMUVersion(5, 1),
      [
        Argument("job-id", .string, required: true),
        Argument("node-name", .string, required: true),
        Argument("options", .object, required: true),
        Argument("force", .boolean),
      ]
    ),
    CommandSchema(.snapshotSave, since: QEMUVersion(6, 0), snapshot(hasState: true)),
    CommandSchema(.snapshotLoad, since: QEMUVersion(6, 0), snapshot(hasState: true)),
    CommandSchema(.snapshotDelete, since: QEMUVersion(6, 0), snapshot(hasState: false)),
    CommandSchema(
      .transaction,
      [Argument("actions", .objects, required: true), Argument("properties", .object)]
    ),
  ]

  // MARK: - Arguments that several commands share

  private static let common = [
    Argument("job-id", .string),
    Argument("device", .string, required: true),
  ]

  private static let automatic31 = [
    Argument("auto-finalize", .boolean, since: QEMUVersion(3, 1)),
    Argument("auto-dismiss", .boolean, since: QEMUVersion(3, 1)),
  ]

  private static let commit =
    [
      Argument("base-node", .string, since: QEMUVersion(3, 1)),
      Argument("base", .string),
      Argument("top-node", .string, since: QEMUVersion(3, 1)),
      Argument("top", .string),
      Argument("backing-file", .string),
      Argument("backing-mask-protocol", .boolean, since: QEMUVersion(9, 0)),
      Argument("speed", .integer),
      Argument("on-error", .word(.onError), since: QEMUVersion(5, 0)),
      Argument("filter-node-name", .string),
    ] + automatic31

  private static let stream =
    [
      Argument("base", .string),
      Argument("base-node", .string),
      Argument("backing-file", .string),
      Argument("backing-mask-protocol", .boolean, since: QEMUVersion(9, 0)),
      Argument("bottom", .string, since: QEMUVersion(6, 0)),
      Argument("speed", .integer),
      Argument("on-error", .word(.onError)),
      Argument("filter-node-name", .string, since: QEMUVersion(6, 0)),
    ] + automatic31

  private static let errors = [
    Argument("on-source-error", .word(.onError)),
    Argument("on-target-error", .word(.onError)),
  ]

  private static let mirror =
    [
      Argument("target", .string, required: true),
      Argument("replaces", .string),
      Argument("sync", .word(.mirrorSync), required: true),
      Argument("speed", .integer),
      Argument("granularity", .integer),
      Argument("buf-size", .integer),
    ] + errors + [Argument("copy-mode", .word(.copyMode), since: QEMUVersion(3, 0))] + automatic31

  private static let drive = [
    Argument("format", .string),
    Argument("mode", .word(.newImageMode)),
  ]

  private static let driveMirror = [
    Argument("node-name", .string),
    Argument("unmap", .boolean),
  ]

  private static let blockdevMirror = [
    Argument("filter-node-name", .string),
    Argument("target-is-zero", .boolean, since: QEMUVersion(10, 1)),
  ]

  private static let backup =
    [
      Argument("target", .string, required: true),
      Argument("sync", .word(.mirrorSync), required: true),
      Argument("speed", .integer),
      Argument("bitmap", .string),
      Argument("bitmap-mode", .word(.bitmapMode), since: QEMUVersion(4, 2)),
      Argument("compress", .boolean),
    ] + errors + [
      Argument("on-cbw-error", .word(.onCopyError), since: QEMUVersion(10, 1)),
      Argument("auto-finalize", .boolean),
      Argument("auto-dismiss", .boolean),
      Argument("filter-node-name", .string, since: QEMUVersion(4, 2)),
      Argument("discard-source", .boolean, since: QEMUVersion(9, 1)),
      Argument("x-perf", .object, since: QEMUVersion(6, 0)),
    ]

  private static func snapshot(hasState: Bool) -> [Argument] {
    let state = hasState ? [Argument("vmstate", .string, required: true)] : []
    return [
      Argument("job-id", .string, required: true),
      Argument("tag", .string, required: true),
    ] + state + [Argument("devices", .strings, required: true)]
  }
}
