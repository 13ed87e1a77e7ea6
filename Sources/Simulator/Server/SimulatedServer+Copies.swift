import Jobs
import QMP

/// Mirrors and backups, with their checks in QEMU's order (blockdev.c, block/mirror.c, backup.c).
extension SimulatedServer {
  mutating func mirror(
    _ arguments: JSONObject,
    _ name: CommandName,
    _ transaction: Int
  ) throws(ServerError) -> String {
    let source = try disk("device", arguments)
    try requireRoot(source)
    let target = name == .blockdevMirror ? try disk("target", arguments) : nil
    if let granularity = arguments["granularity"]?.integer, granularity != 0 {
      guard (512...(64 << 20)).contains(granularity) else {
        throw .generic("Parameter 'granularity' expects a value in range [512B, 64MB]")
      }
      guard granularity.nonzeroBitCount == 1 else {
        throw .generic(
          "Parameter 'granularity' expects \(release.isAtLeast(6, 0) ? "a " : "")power of 2"
        )
      }
    }
    try require(source, for: .mirrorSource)
    if let target { try require(target, for: .mirrorTarget) }
    try checkReplacement(of: source, arguments)
    let sync = arguments["sync"]?.string ?? ""
    guard sync != "incremental", sync != "bitmap" else {
      throw .generic("Sync mode '\(sync)' not supported")
    }
    if let size = arguments["buf-size"]?.integer, size < 0 {
      throw .generic("Invalid parameter 'buf-size'")
    }
    if source.name == target?.name { throw .generic("Can't mirror node into itself") }
    let id = try insert(
      JobPlan(
        .mirror,
        ending: .becomesReady,
        reads: [source],
        writes: [target].compactMap(\.self),
        claim: BlockGraph.Claim(blocked: [source.name] + (target.map { [$0.name] } ?? [])),
        total: sync == "none"
          ? 0 : sync == "top" && source.backing != nil ? source.allocated : source.size,
        chunk: 16 << 20
      ),
      arguments,
      transaction
    )
    if let target {
      do throws(ServerError) {
        try requireWritable(target, for: .mirrorTarget)
      } catch {
        dismiss(id)
        throw error
      }
      if target.size != source.size { jobs[id]?.hasOtherSize = true }
    }
    return id
  }

  private func checkReplacement(
    of source: Disk,
    _ arguments: JSONObject
  ) throws(ServerError) {
    guard let name = arguments["replaces"]?.string else { return }
    guard let replaced = graph.disks[name] else {
      throw .generic(
        release.isAtLeast(6, 0)
          ? "Failed to find node with node-name='\(name)'" : "Node name '\(name)' not found"
      )
    }
    try require(replaced, for: .replacement)
    guard replaced.name == source.name else {
      throw .generic(
        "Cannot replace '\(name)' by a node mirrored from '\(source.name)', because it cannot be "
          + "guaranteed that doing so would not lead to an abrupt change of visible data"
      )
    }
  }

  mutating func backup(
    _ arguments: JSONObject,
    _ name: CommandName,
    _ transaction: Int
  ) throws(ServerError) -> String {
    let source = try disk("device", arguments)
    let target = name == .blockdevBackup ? try disk("target", arguments) : nil
    try checkBitmap(arguments)
    if source.name == target?.name { throw .generic("Source and target cannot be the same") }
    try require(source, for: .backupSource)
    if let target { try require(target, for: .backupTarget) }
    if let target, target.size != source.size {
      throw .generic(Self.otherSize)
    }
    if let target { try requireWritable(target, for: .backupTarget) }
    let sync = arguments["sync"]?.string ?? ""
    let id = try insert(
      JobPlan(
        .backup,
        ending: sync == "none" ? .never : .concludes,
        reads: [source],
        writes: [target].compactMap(\.self),
        claim: BlockGraph.Claim(
          blocked: target.map { [$0.name] } ?? [],
          covered: [source.name],
          keeping: release.isAtLeast(6, 0) ? .never : .always
        ),
        total: source.size,
        chunk: 1 << 20
      ),
      arguments,
      transaction
    )
    if sync == "top" {
      // It begins with the device's length and finds out what is allocated.
      jobs[id]?.correction = (now.advanced(by: .milliseconds(50)), source.allocated)
    }
    return id
  }

  static let otherSize = "Source and target image have different sizes"

  /// Simulated disks have no bitmaps.
  private func checkBitmap(_ arguments: JSONObject) throws(ServerError) {
    let sync = arguments["sync"]?.string ?? ""
    let mode = arguments["bitmap-mode"]?.string
    guard let bitmap = arguments["bitmap"]?.string else {
      if sync == "incremental" || sync == "bitmap" {
        throw .generic("must provide a valid bitmap name for '\(sync)' sync mode")
      }
      guard mode == nil else { throw .generic("Cannot specify bitmap sync mode without a bitmap") }
      return
    }
    if sync == "incremental", let mode, mode != "on-success" {
      throw .generic("Bitmap sync mode must be 'on-success' when using sync mode 'incremental'")
    }
    throw .generic("Bitmap '\(bitmap)' could not be found")
  }
}
