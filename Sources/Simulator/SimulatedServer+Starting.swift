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
    case .snapshotSave: try insert(.snapshotSave, arguments, transaction, bandwidth: 1 << 30)
    case .snapshotLoad: try insert(.snapshotLoad, arguments, transaction, bandwidth: 1 << 30)
    case .snapshotDelete: try insert(.snapshotDelete, arguments, transaction, bandwidth: 1 << 30)
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

  // MARK: - The block layer

  private func disk(_ argument: String, _ arguments: JSONObject) throws(ServerError) -> Disk {
    let name = arguments[argument]?.string ?? ""
    guard let disk = disks[name] else { throw notFound(device: name, node: name) }
    return disk
  }

  /// The node of an argument that may be missing.
  private func node(_ argument: String, _ arguments: JSONObject) throws(ServerError) -> Disk? {
    guard let name = arguments[argument]?.string else { return nil }
    guard let disk = disks[name] else { throw notFound(device: "", node: name) }
    return disk
  }

  private func notFound(device: String, node: String) -> ServerError {
    release.isAtLeast(6, 0)
      ? .generic("Cannot find device='\(device)' nor node-name='\(node)'")
      : .generic("Cannot find device=\(device) nor node_name=\(node)")
  }

  /// The disks below one, the nearest first; a chain that bites its tail ends there.
  private func chain(below disk: Disk) -> [Disk] {
    var chain: [Disk] = []
    var next = disk.backing
    while let name = next, let below = disks[name], !chain.contains(below), name != disk.name {
      chain.append(below)
      next = below.backing
    }
    return chain
  }

  private func requireIdle(_ nodes: [String]) throws(ServerError) {
    for node in nodes {
      guard let user = jobs.holder(of: node) else { continue }
      throw .generic(
        "Node '\(node)' is busy: block device is in use by block job: \(user.type.rawValue)"
      )
    }
  }

  // MARK: - The job

  /// Makes a job outside the block family: a single step, to be dismissed by hand.
  private mutating func insert(
    _ type: JobType,
    _ arguments: JSONObject,
    _ transaction: Int,
    bandwidth: Int64 = 100
  ) throws(ServerError) -> String {
    let work = Work(total: 1, limit: 0, bandwidth: bandwidth, chunk: 1)
    return try insert(
      arguments,
      transaction,
      work: work,
      type: type,
      ending: .concludes,
      disks: [],
      autoDismiss: false
    )
  }

  private mutating func insert(
    _ type: JobType,
    _ arguments: JSONObject,
    _ transaction: Int,
    disks: [Disk?],
    ending: SimulatedJob.Ending,
    total: Int64,
    chunk: Int64
  ) throws(ServerError) -> String {
    let disks = disks.compactMap(\.self)
    let work = Work(
      total: total,
      limit: max(0, arguments["speed"]?.integer ?? 0),
      bandwidth: disks.map(\.bandwidth).min() ?? Disk.standardBandwidth,
      chunk: chunk,
      growth: ending == .becomesReady ? disks.first?.growth ?? 0 : 0
    )
    return try insert(
      arguments,
      transaction,
      work: work,
      type: type,
      ending: ending,
      disks: disks,
      autoDismiss: arguments["auto-dismiss"]?.bool ?? true
    )
  }

  private mutating func insert(
    _ arguments: JSONObject,
    _ transaction: Int,
    work: Work,
    type: JobType,
    ending: SimulatedJob.Ending,
    disks: [Disk],
    autoDismiss: Bool
  ) throws(ServerError) -> String {
    let id = try freshID(arguments)
    let onError = arguments["on-error"]?.string
    let job = SimulatedJob(
      id: id,
      type: type,
      ending: ending,
      autoFinalize: arguments["auto-finalize"]?.bool ?? true,
      autoDismiss: autoDismiss,
      transaction: transaction,
      nodes: disks.map(\.name),
      replaces: arguments["replaces"] != nil,
      sourcePolicy: SimulatedJob.ErrorPolicy(
        option: onError ?? arguments["on-source-error"]?.string
      ),
      targetPolicy: SimulatedJob.ErrorPolicy(
        option: onError ?? arguments["on-target-error"]?.string
      ),
      work: work,
      faults: disks.flatMap(\.faults).sorted { $0.offset < $1.offset }
    )
    jobs.insert(job)
    transactions[transaction, default: []].append(id)
    move(id, to: .created)
    do throws(ServerError) {
      try checkSpeed(arguments["speed"]?.integer ?? 0)
    } catch {
      // The job existed for a moment, and nobody but the events knows.
      dismiss(id)
      throw error
    }
    return id
  }

  /// The id asked for, which must be well formed (util/id.c) and not taken.
  private func freshID(_ arguments: JSONObject) throws(ServerError) -> String {
    guard let id = arguments["job-id"]?.string else {
      throw release.hasJobFamily
        ? .generic("Invalid job ID ''")
        : .generic("An explicit job ID is required for this node")
    }
    let isWellFormed =
      id.first.map { $0.isASCII && $0.isLetter } == true
      && id.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-._".contains($0)) }
    guard isWellFormed else { throw .generic("Invalid job ID '\(id)'") }
    guard jobs[id] == nil else { throw .generic("Job ID '\(id)' already in use") }
    return id
  }
}

extension SimulatedJob.ErrorPolicy {
  /// `auto` is enospc for jobs (blockjob.c).
  fileprivate init(option: String?) {
    self = option.map { $0 == "auto" ? .enospc : Self(rawValue: $0) ?? .report } ?? .report
  }
}
