import Jobs
import QMP

/// The jobs of a machine's internal snapshots, which are done before the reply (migration/savevm.c,
/// 7.2).
extension SimulatedServer {
  mutating func saveSnapshot(_ arguments: JSONObject) throws(ServerError) {
    let id = try startSnapshot(.snapshotSave, arguments)
    let missing = missingNode(arguments)
    let error = missing ?? save(tag(arguments), arguments["vmstate"]?.string ?? "")
    jobs[id]?.error = error
  }

  mutating func loadSnapshot(_ arguments: JSONObject) throws(ServerError) {
    let id = try startSnapshot(.snapshotLoad, arguments)
    let error = load(tag(arguments), missingNode(arguments))
    jobs[id]?.error = error
  }

  mutating func deleteSnapshot(_ arguments: JSONObject) throws(ServerError) {
    let id = try startSnapshot(.snapshotDelete, arguments)
    let error = missingNode(arguments)
    if error == nil { snapshots.remove(tag(arguments)) }
    jobs[id]?.error = error
  }

  /// Makes and begins a job, which ends as soon as the reply is out; what is wrong becomes its error.
  private mutating func startSnapshot(
    _ type: JobType,
    _ arguments: JSONObject
  ) throws(ServerError) -> String {
    let id = try insert(type, pace: 1e9, arguments, newTransaction())
    begin(id)
    return id
  }

  private func tag(_ arguments: JSONObject) -> String {
    arguments["tag"]?.string ?? ""
  }

  /// The error for the first node that there is not.
  private func missingNode(_ arguments: JSONObject) -> String? {
    let nodes = arguments["devices"]?.array?.compactMap(\.string) ?? []
    return nodes.first { graph.disks[$0] == nil }.map { "No block device node '\($0)'" }
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
