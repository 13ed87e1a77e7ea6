import Jobs
import QMP

/// The commands that start jobs, with their checks in QEMU's order (blockdev.c, block/*.c and
/// migration/savevm.c).
extension SimulatedServer {
  /// Makes the job that a command asks for; it is `created` and does not run yet.
  mutating func create(
    _ name: CommandName,
    _ arguments: JSONObject,
    transaction: Int
  ) throws(ServerError) -> String {
    switch name {
    case .blockdevMirror, .driveMirror: try mirror(arguments, name, transaction)
    case .blockdevBackup, .driveBackup: try backup(arguments, name, transaction)
    case .blockStream: try stream(arguments, transaction)
    case .blockCommit: try commit(arguments, transaction)
    case .blockdevCreate: try createImage(arguments, transaction)
    case .blockdevAmend: try amendImage(arguments, transaction)
    case .snapshotSave, .snapshotLoad, .snapshotDelete: try snapshot(name, arguments, transaction)
    case .queryVersion, .queryCommands, .querySchema, .queryJobs, .queryBlockJobs, .quit, .jobPause,
      .jobResume, .jobCancel, .jobComplete, .jobFinalize, .jobDismiss, .blockJobPause,
      .blockJobResume, .blockJobCancel, .blockJobComplete, .blockJobFinalize, .blockJobDismiss,
      .blockJobSetSpeed, .blockJobChange, .transaction:
      throw .generic("\(name.rawValue) starts no job")
    }
  }

  // MARK: - Block jobs

  private mutating func mirror(
    _ arguments: JSONObject,
    _ name: CommandName,
    _ transaction: Int
  ) throws(ServerError) -> String {
    let source = try disk("device", arguments)
    let target = name == .blockdevMirror ? try disk("target", arguments) : nil
    let sync = arguments["sync"]?.string ?? ""
    if let granularity = arguments["granularity"]?.integer, granularity != 0 {
      guard (512...(64 << 20)).contains(granularity) else {
        throw .generic("Parameter 'granularity' expects a value in range [512B, 64MB]")
      }
      guard granularity.nonzeroBitCount == 1 else {
        throw .generic("Parameter 'granularity' expects a power of 2")
      }
    }
    try requireIdle([source.name] + [target].compactMap { $0?.name })
    guard sync != "incremental", sync != "bitmap" else {
      throw .generic("Sync mode '\(sync)' not supported")
    }
    if let size = arguments["buf-size"]?.integer, size < 0 {
      throw .generic("Invalid parameter 'buf-size'")
    }
    if source.name == target?.name { throw .generic("Can't mirror node into itself") }
    let total = sync == "none" ? 0 : sync == "top" ? source.allocated : source.size
    return try insert(
      .mirror,
      arguments,
      transaction,
      disks: [source, target],
      ending: .becomesReady,
      total: total,
      chunk: 16 << 20
    )
  }

  private mutating func backup(
    _ arguments: JSONObject,
    _ name: CommandName,
    _ transaction: Int
  ) throws(ServerError) -> String {
    let source = try disk("device", arguments)
    let target = name == .blockdevBackup ? try disk("target", arguments) : nil
    let sync = arguments["sync"]?.string ?? ""
    if source.name == target?.name { throw .generic("Source and target cannot be the same") }
    if sync == "incremental" || sync == "bitmap" {
      guard let bitmap = arguments["bitmap"]?.string else {
        throw .generic("must provide a valid bitmap name for '\(sync)' sync mode")
      }
      throw .generic("Bitmap '\(bitmap)' could not be found")
    }
    try requireIdle([source.name] + [target].compactMap { $0?.name })
    let id = try insert(
      .backup,
      arguments,
      transaction,
      disks: [source, target],
      ending: sync == "none" ? .never : .concludes,
      total: source.size,
      chunk: 1 << 20
    )
    if sync == "top" {
      // It begins with the device's length and finds out what is allocated.
      jobs[id]?.correction = (now.advanced(by: .milliseconds(50)), source.allocated)
    }
    return id
  }

  private mutating func stream(
    _ arguments: JSONObject,
    _ transaction: Int
  ) throws(ServerError) -> String {
    let top = try disk("device", arguments)
    let base = try node("base-node", arguments)
    if let file = arguments["base"]?.string, !chain(below: top).contains(where: { $0.name == file })
    {
      throw .generic("Can't find '\(file)' in the backing chain")
    }
    try requireIdle([top.name])
    let end = base?.name ?? arguments["base"]?.string
    let layers = chain(below: top).prefix { $0.name != end }
    return try insert(
      .stream,
      arguments,
      transaction,
      disks: [top],
      ending: .concludes,
      total: layers.isEmpty ? 0 : top.size,
      chunk: 512 << 10
    )
  }

  private mutating func commit(
    _ arguments: JSONObject,
    _ transaction: Int
  ) throws(ServerError) -> String {
    let device = arguments["device"]?.string ?? ""
    guard let active = disks[device] else {
      throw ServerError(.deviceNotFound, "Device '\(device)' not found")
    }
    let top = try node("top-node", arguments) ?? active
    let base = try node("base-node", arguments) ?? chain(below: active).last
    guard let base, base.name != top.name else {
      throw .generic("cannot commit an image into itself")
    }
    try requireIdle([active.name, base.name])
    let isActive = top.name == active.name
    return try insert(
      .commit,
      arguments,
      transaction,
      disks: [active, base],
      ending: isActive ? .becomesReady : .concludes,
      total: top.allocated,
      chunk: isActive ? 16 << 20 : 512 << 10
    )
  }

  // MARK: - Other jobs

  private mutating func createImage(
    _ arguments: JSONObject,
    _ transaction: Int
  ) throws(ServerError) -> String {
    let options = arguments["options"]?.object ?? [:]
    let driver = try self.driver(in: options)
    guard Enumeration.creatableDrivers.contains(driver) else {
      throw .generic("Driver does not support blockdev-create")
    }
    for member in driver == "file" ? ["filename", "size"] : ["file", "size"] {
      guard options[member] != nil else {
        throw .generic("Parameter 'options.\(member)' is missing")
      }
    }
    let id = try insert(.create, arguments, transaction)
    if let file = options["filename"]?.string, file.hasPrefix("/nonexistent/") {
      jobs[id]?.error = "Could not create '\(file)': No such file or directory"
    }
    return id
  }

  private mutating func amendImage(
    _ arguments: JSONObject,
    _ transaction: Int
  ) throws(ServerError) -> String {
    _ = try driver(in: arguments["options"]?.object ?? [:])
    _ = try node("node-name", arguments)
    return try insert(.amend, arguments, transaction)
  }

  private func driver(in options: JSONObject) throws(ServerError) -> String {
    guard let driver = options["driver"]?.string else {
      throw .generic("Parameter 'options.driver' is missing")
    }
    guard Enumeration.driver.words(in: release).contains(driver) else {
      throw Enumeration.driver.refusal(of: driver, path: "driver", release)
    }
    return driver
  }

  /// Snapshot jobs stop the machine and are done before the reply.
  private mutating func snapshot(
    _ name: CommandName,
    _ arguments: JSONObject,
    _ transaction: Int
  ) throws(ServerError) -> String {
    let tag = arguments["tag"]?.string ?? ""
    switch name {
    case .snapshotLoad:
      let id = try insert(.snapshotLoad, arguments, transaction)
      emit("STOP", [:])
      if snapshots.contains(tag) {
        emit("RESUME", [:])
      } else {
        jobs[id]?.error = "Snapshot '\(tag)' does not exist in one or more devices"
      }
      return id
    case .snapshotDelete:
      snapshots.remove(tag)
      return try insert(.snapshotDelete, arguments, transaction)
    default:
      let id = try insert(.snapshotSave, arguments, transaction)
      snapshots.insert(tag)
      emit("STOP", [:])
      emit("RESUME", [:])
      return id
    }
  }
}
