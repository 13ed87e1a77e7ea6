import Jobs
import QMP

/// What the starting commands share: the block layer they look into, and the job they make.
extension SimulatedServer {
  // MARK: - The block layer

  func disk(_ argument: String, _ arguments: JSONObject) throws(ServerError) -> Disk {
    let name = arguments[argument]?.string ?? ""
    guard let disk = disks[name] else { throw notFound(device: name, node: name) }
    return disk
  }

  /// The node of an argument that may be missing.
  func node(_ argument: String, _ arguments: JSONObject) throws(ServerError) -> Disk? {
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
  func chain(below disk: Disk) -> [Disk] {
    var chain: [Disk] = []
    var next = disk.backing
    while let name = next, let below = disks[name], !chain.contains(below), name != disk.name {
      chain.append(below)
      next = below.backing
    }
    return chain
  }

  func requireIdle(_ nodes: [String]) throws(ServerError) {
    for node in nodes {
      guard let user = nodeUsers[node].flatMap({ jobs[$0] }) else { continue }
      throw .generic(
        "Node '\(node)' is busy: block device is in use by block job: \(user.type.rawValue)"
      )
    }
  }

  // MARK: - The job

  /// Makes a job outside the block family: a single step, to be dismissed by hand.
  mutating func insert(
    _ type: JobType,
    _ arguments: JSONObject,
    _ transaction: Int
  ) throws(ServerError) -> String {
    let work = Work(total: 1, limit: 0, bandwidth: 100, chunk: 1)
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

  mutating func insert(
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
    jobs[id] = SimulatedJob(
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
    transactions[transaction, default: []].append(id)
    order.append(id)
    for disk in disks { nodeUsers[disk.name] = id }
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
