import Jobs
import QMP

/// The arguments of the commands that start jobs, each in its schema's order
/// (qapi/block-core.json).
enum JobArguments {
  static let commit =
    [
      jobID,
      device,
      Argument("base-node", .string, since: QEMUVersion(3, 1)),
      Argument("base", .string),
      Argument("top-node", .string, since: QEMUVersion(3, 1)),
      Argument("top", .string),
      Argument("backing-file", .string),
      Argument("backing-mask-protocol", .boolean, since: QEMUVersion(9, 0)),
      speed,
      Argument("on-error", .word(.onError), since: QEMUVersion(5, 0)),
      Argument("filter-node-name", .string),
    ] + automatic(since: QEMUVersion(3, 1))

  static let stream =
    [
      jobID,
      device,
      Argument("base", .string),
      Argument("base-node", .string),
      Argument("backing-file", .string),
      Argument("backing-mask-protocol", .boolean, since: QEMUVersion(9, 0)),
      Argument("bottom", .string, since: QEMUVersion(6, 0)),
      speed,
      Argument("on-error", .word(.onError)),
      Argument("filter-node-name", .string, since: QEMUVersion(6, 0)),
    ] + automatic(since: QEMUVersion(3, 1))

  static let blockdevMirror =
    [
      jobID,
      device,
      target,
      Argument("replaces", .string),
      sync,
      speed,
      granularity,
      Argument("buf-size", .integer),
    ] + errors + [Argument("filter-node-name", .string), copyMode]
    + automatic(since: QEMUVersion(3, 1)) + [
      Argument("target-is-zero", .boolean, since: QEMUVersion(10, 1))
    ]

  static let driveMirror =
    [
      jobID,
      device,
      target,
      Argument("format", .string),
      Argument("node-name", .string),
      Argument("replaces", .string),
      sync,
      Argument("mode", .word(.newImageMode)),
      speed,
      granularity,
      Argument("buf-size", .integer),
    ] + errors + [Argument("unmap", .boolean), copyMode]
    + automatic(since: QEMUVersion(3, 1))

  static let blockdevBackup = backup + [target]

  static let driveBackup =
    backup + [
      target,
      Argument("format", .string),
      Argument("mode", .word(.newImageMode)),
    ]

  static let transaction = [
    Argument(
      "actions",
      .list(
        .object(
          Members(
            [Argument("type", .word(.transactionAction), required: true)],
            tag: "type",
            branches: [
              "abort": data([]),
              "blockdev-backup": data(blockdevBackup),
              "drive-backup": data(driveBackup),
            ]
          )
        )
      ),
      required: true
    ),
    Argument("properties", .object(Members([Argument("completion-mode", .word(.completionMode))]))),
  ]

  static func snapshot(hasState: Bool) -> [Argument] {
    let state = hasState ? [Argument("vmstate", .string, required: true)] : []
    return [
      Argument("job-id", .string, required: true),
      Argument("tag", .string, required: true),
    ] + state + [Argument("devices", .list(.string), required: true)]
  }

  // MARK: - Parts

  private static let jobID = Argument("job-id", .string)
  private static let device = Argument("device", .string, required: true)
  private static let target = Argument("target", .string, required: true)
  private static let sync = Argument("sync", .word(.mirrorSync), required: true)
  private static let speed = Argument("speed", .integer)
  private static let granularity = Argument("granularity", .unsigned(bits: 32))
  private static let copyMode = Argument("copy-mode", .word(.copyMode), since: QEMUVersion(3, 0))

  private static let errors = [
    Argument("on-source-error", .word(.onError)),
    Argument("on-target-error", .word(.onError)),
  ]

  private static func automatic(since release: QEMUVersion) -> [Argument] {
    [
      Argument("auto-finalize", .boolean, since: release),
      Argument("auto-dismiss", .boolean, since: release),
    ]
  }

  private static let backup =
    [
      jobID,
      device,
      sync,
      speed,
      Argument("bitmap", .string),
      Argument("bitmap-mode", .word(.bitmapMode), since: QEMUVersion(4, 2)),
      Argument("compress", .boolean),
    ] + errors + [
      Argument("on-cbw-error", .word(.onCopyError), since: QEMUVersion(10, 1))
    ] + automatic(since: QEMUVersion.oldestKnown) + [
      Argument("filter-node-name", .string, since: QEMUVersion(4, 2)),
      Argument("discard-source", .boolean, since: QEMUVersion(9, 1)),
      Argument("x-perf", .object(performance), since: QEMUVersion(6, 0)),
    ]

  private static let performance = Members([
    Argument("use-copy-range", .boolean),
    Argument("max-workers", .integer),
    Argument("max-chunk", .integer),
    Argument("min-cluster-size", .unsigned(bits: 64), since: QEMUVersion(9, 2)),
  ])

  private static func data(_ arguments: [Argument]) -> [Argument] {
    [Argument("data", .object(Members(arguments)), required: true)]
  }
}
