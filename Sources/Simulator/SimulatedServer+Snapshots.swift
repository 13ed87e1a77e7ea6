import Jobs
import QMP

/// The jobs of a machine's internal snapshots, which are done before the reply (migration/savevm.c,
/// 7.2).
extension SimulatedServer {
  /// Makes, begins and does the job that a command asks for; what is wrong becomes the job's error.
  mutating func snapshot(
    _ name: CommandName,
    _ arguments: JSONObject,
    transaction: Int
  ) throws(ServerError) {
    let id = try create(name, arguments, transaction: transaction)
    begin(id)
    let tag = arguments["tag"]?.string ?? ""
    let nodes = arguments["devices"]?.array?.compactMap(\.string) ?? []
    let missing = nodes.first { graph.disks[$0] == nil }.map { "No block device node '\($0)'" }
    let error: String?
    switch name {
    case .snapshotLoad: error = load(tag, missing)
    case .snapshotDelete:
      error = missing
      if missing == nil { snapshots.remove(tag) }
    default: error = missing ?? save(tag, arguments["vmstate"]?.string ?? "")
    }
    jobs[id]?.error = error
  }

  /// Stops the machine and lets it go on, if it runs; answers with what keeps it from that.
  private mutating func save(_ tag: String, _ vmstate: String) -> String? {
    guard !snapshots.contains(tag) else {
      return "Snapshot '\(tag)' already exists in one or more devices"
    }
    guard graph.disks[vmstate] != nil else {
      return "vmstate block device '\(vmstate)' does not exist"
    }
    snapshots.insert(tag)
    if isMachineRunning {
      emit("STOP", [:])
      emit("RESUME", [:])
    }
    return nil
  }

  /// Stops the machine; where there is nothing to load it stays so.
  private mutating func load(_ tag: String, _ missing: String?) -> String? {
    let wasRunning = isMachineRunning
    if wasRunning { emit("STOP", [:]) }
    let error =
      snapshots.contains(tag) ? nil : "Snapshot '\(tag)' does not exist in one or more devices"
    isMachineRunning = wasRunning && missing == nil && error == nil
    if isMachineRunning { emit("RESUME", [:]) }
    return missing ?? error
  }
}
