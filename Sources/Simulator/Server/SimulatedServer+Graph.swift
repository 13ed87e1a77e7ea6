import Jobs
import QMP

/// The block layer: disks above disks, and what jobs keep others from doing with them (block.c).
extension SimulatedServer {
  /// What a command wants with a node, as far as QEMU tells it apart (BlockOpType).
  enum Use {
    case backupSource
    case backupTarget
    case mirrorSource
    case mirrorTarget
    case commitSource
    case commitTarget
    case stream
    case replacement

    /// What may be done with a disk that others are above.
    fileprivate var isPossibleBelow: Bool {
      switch self {
      case .backupSource, .backupTarget, .commitTarget, .stream: true
      case .mirrorSource, .mirrorTarget, .commitSource, .replacement: false
      }
    }
  }

  // MARK: - Finding

  /// The disk that an argument names as a device or a node.
  func disk(_ argument: String, _ arguments: JSONObject) throws(ServerError) -> Disk {
    let name = arguments[argument]?.string ?? ""
    guard let disk = graph.disks[name] else { throw notFound(device: name, node: name) }
    return disk
  }

  /// The node of an argument that may be missing.
  func node(_ argument: String, _ arguments: JSONObject) throws(ServerError) -> Disk? {
    guard let name = arguments[argument]?.string else { return nil }
    guard let disk = graph.disks[name] else { throw notFound(device: "", node: name) }
    return disk
  }

  func notFound(device: String, node: String) -> ServerError {
    release.isAtLeast(6, 0)
      ? .generic("Cannot find device='\(device)' nor node-name='\(node)'")
      : .generic("Cannot find device=\(device) nor node_name=\(node)")
  }

  // MARK: - Permissions

  /// Throws when a job, or a disk above, keeps the node from being used so; the newest reason
  /// counts.
  func require(_ node: Disk, for use: Use) throws(ServerError) {
    let holders = graph.holders(of: node.name).reversed().compactMap { jobs[$0] }
    // A commit has changed what is above its base after it began.
    if let job = holders.first(where: { $0.status != .concluded || !$0.dropsLayer }) {
      throw busy(node, with: job)
    }
    if !use.isPossibleBelow, let above = graph.overlays(of: node.name).last {
      throw busy(node, "node is used as backing hd of '\(above)'")
    }
    if let job = holders.first { throw busy(node, with: job) }
  }

  private func busy(_ node: Disk, with job: SimulatedJob) -> ServerError {
    busy(node, "block device is in use by block job: \(job.type.rawValue)")
  }

  /// Throws when a backup that reads the node does not share writing it.
  ///
  /// A mirror finds that out when its job is there already, a backup before.
  func requireWritable(_ node: Disk, for use: Use) throws(ServerError) {
    guard graph.isCovered(node.name) else { return }
    let name = node.name
    let reader = "node '#block2' (uses node '\(name)' as 'file' child)"
    guard release.isAtLeast(6, 0) else {
      throw .generic(
        "Conflicts with use by #block1 as 'backing', which does not allow 'write' on \(name)"
      )
    }
    if use == .backupTarget {
      throw .generic(
        "Could not create node: Permission conflict on node '\(name)': permissions 'write' are "
          + "both required by node '#block1' (uses node '\(name)' as 'target' child) and unshared "
          + "by \(reader)."
      )
    }
    let writer = "an unnamed block device (uses node '\(name)' as 'root' child)"
    throw .generic(
      "Permission conflict on node '\(name)': permissions "
        + (release.isAtLeast(8, 0)
          ? "'consistent read' are both required by \(reader) and unshared by \(writer)."
          : "'write' are both required by \(writer) and unshared by \(reader).")
    )
  }

  private func busy(_ node: Disk, _ reason: String) -> ServerError {
    .generic("Node '\(node.name)' is busy: \(reason)")
  }

  /// Throws when something is above the node: another disk, or a job.
  func requireRoot(_ node: Disk) throws(ServerError) {
    guard graph.isRoot(node.name) else { throw .generic("Need a root block node") }
  }

  // MARK: - Changing

  /// Puts the graph in order after a job that has succeeded.
  mutating func rearrange(after id: String) {
    switch jobs[id]?.outcome {
    case .flattens(let top, let base):
      graph.fill(top)
      graph.put(top, above: base)
    case .drops(let layer, let base):
      guard jobs[id]?.isSoftCancelled == false else { return }
      for name in graph.overlays(of: layer) where name != base { graph.put(name, above: base) }
    case .copies, nil:
      break
    }
  }
}

extension SimulatedJob {
  fileprivate var dropsLayer: Bool {
    if case .drops = outcome { true } else { false }
  }
}
