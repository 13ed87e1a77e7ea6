import QMP

/// What `blockdev-create` and `x-blockdev-amend` take for each driver (qapi/block-core.json).
enum ImageOptions {
  /// The drivers for which images can be made here; encrypted ones are not.
  static let creatableDrivers = creation.keys.sorted()

  static let create = Members([driver], tag: "driver", branches: creation)

  static let amend = Members([driver], tag: "driver")

  private static let driver = Argument("driver", .word(.driver), required: true)
  private static let size = Argument("size", .unsigned(bits: 64), required: true)
  private static let file = [Argument("file", .node, required: true), size]
  private static let preallocation = Argument("preallocation", .word(.preallocation))

  private static let creation: [String: [Argument]] = [
    "file": [
      Argument("filename", .string, required: true),
      size,
      preallocation,
      Argument("nocow", .boolean),
      Argument("extent-size-hint", .unsigned(bits: 64), since: QEMUVersion(5, 1)),
    ],
    "qcow2": [
      Argument("file", .node, required: true),
      Argument("data-file", .node, since: QEMUVersion(4, 0)),
      Argument("data-file-raw", .boolean, since: QEMUVersion(4, 0)),
      Argument("extended-l2", .boolean, since: QEMUVersion(5, 2)),
      size,
      Argument("version", .string),
      Argument("backing-file", .string),
      Argument("backing-fmt", .word(.driver)),
      Argument("cluster-size", .unsigned(bits: 64)),
      preallocation,
      Argument("lazy-refcounts", .boolean),
      Argument("refcount-bits", .integer),
      Argument("compression-type", .string, since: QEMUVersion(5, 1)),
    ],
    "qcow": file + [Argument("backing-file", .string)],
    "qed": file + [
      Argument("backing-file", .string),
      Argument("backing-fmt", .word(.driver)),
      Argument("cluster-size", .unsigned(bits: 64)),
      Argument("table-size", .integer),
    ],
    "vdi": file + [preallocation],
    "vhdx": file + [
      Argument("log-size", .unsigned(bits: 64)),
      Argument("block-size", .unsigned(bits: 64)),
      Argument("subformat", .string),
      Argument("block-state-zero", .boolean),
    ],
    "vmdk": file + [
      Argument("extents", .list(.node)),
      Argument("subformat", .string),
      Argument("backing-file", .string),
      Argument("adapter-type", .string),
      Argument("hwversion", .string),
      Argument("toolsversion", .string, since: QEMUVersion(6, 1)),
      Argument("zeroed-grain", .boolean),
    ],
    "vpc": file + [Argument("subformat", .string), Argument("force-size", .boolean)],
    "parallels": file + [Argument("cluster-size", .unsigned(bits: 64))],
  ]
}
