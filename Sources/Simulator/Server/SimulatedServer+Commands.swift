import Jobs
import QMP

/// What each command does.
extension SimulatedServer {
  /// Carries out a command; nil when the server went down over it.
  mutating func execute(
    _ name: String,
    _ arguments: JSONObject,
    outOfBand: Bool = false
  ) -> Reply? {
    do throws(ServerError) {
      guard let schema = CommandSchema.named(name, in: release) else {
        throw ServerError(.commandNotFound, "The command \(name) has not been found")
      }
      guard !outOfBand else { throw ServerSession.inBandOnly(name) }
      try schema.check(arguments, in: release)
      let value = try perform(schema.name, arguments)
      return failedAssertion == nil ? .success(value) : nil
    } catch {
      return .failure(error)
    }
  }

  private mutating func perform(
    _ name: CommandName,
    _ arguments: JSONObject
  ) throws(ServerError) -> JSONValue {
    let id = arguments["id"]?.string ?? arguments["device"]?.string ?? ""
    switch name {
    case .queryVersion: return greeting.versionInfo
    case .queryCommands: return commands
    case .querySchema: return .array(SchemaReply(release: release).elements)
    case .queryJobs: return .array(jobs.newestFirst.map { .object($0.jobInfo(at: now)) })
    case .queryBlockJobs:
      return .array(
        jobs.newestFirst.filter(\.type.isBlockJob).map {
          .object($0.blockJobInfo(at: now, in: release))
        }
      )
    case .quit: quit()
    case .jobPause: try pause(try job(named: id))
    case .jobResume: try resume(try job(named: id))
    case .jobCancel: try forceCancel(try job(named: id))
    case .jobComplete: try complete(try job(named: id))
    case .jobFinalize: try finalize(try job(named: id))
    case .jobDismiss: try dismiss(try job(named: id))
    case .blockJobPause: try pause(try blockJob(named: id))
    case .blockJobResume: try resume(try blockJob(named: id))
    case .blockJobCancel where arguments["force"]?.bool == true:
      try forceCancel(try blockJob(named: id))
    case .blockJobCancel: try cancel(try blockJob(named: id))
    case .blockJobComplete: try complete(try blockJob(named: id))
    case .blockJobFinalize: try finalize(try blockJob(named: id))
    case .blockJobDismiss: try dismiss(try blockJob(named: id))
    case .blockJobSetSpeed:
      try setSpeed(try blockJob(named: id), arguments["speed"]?.integer ?? 0)
    case .blockJobChange: try change(try blockJob(named: id), arguments)
    case .blockCommit, .blockStream, .driveMirror, .blockdevMirror, .driveBackup, .blockdevBackup,
      .blockdevCreate, .blockdevAmend:
      begin(try create(name, arguments, transaction: newTransaction()))
    case .snapshotSave: try saveSnapshot(arguments)
    case .snapshotLoad: try loadSnapshot(arguments)
    case .snapshotDelete: try deleteSnapshot(arguments)
    case .transaction: try transact(arguments)
    }
    return .object([:])
  }

  private var commands: JSONValue {
    let names = CommandSchema.offered(by: release).map(\.name.rawValue) + ["qmp_capabilities"]
    return .array(names.map { .object(["name": .string($0)]) })
  }

  /// Ends every job and then the process (job_cancel_sync_all, 6.2 and later: by force).
  private mutating func quit() {
    emit("SHUTDOWN", ["guest": false, "reason": "host-qmp-quit"])
    isQuitting = true
    for id in jobs.newestFirst.map(\.id) {
      guard let status = jobs[id]?.status else { continue }
      if status != .concluded { abort(id, error: nil) }
      if jobs[id]?.status == .concluded { dismiss(id) }
    }
    goDown(assertion: nil)
  }

  // MARK: - Transactions

  mutating func newTransaction() -> Int {
    transactionCount += 1
    return transactionCount
  }

  /// Creates the jobs of all actions, then lets them begin; when one cannot be created none does.
  private mutating func transact(_ arguments: JSONObject) throws(ServerError) {
    let actions = (arguments["actions"]?.array ?? []).compactMap(\.object)
    let mode = arguments["properties"]?.object?["completion-mode"]
    let isGrouped = mode == "grouped"
    if isGrouped, release.isAtLeast(8, 0), actions.contains(where: { $0["type"] == "abort" }) {
      throw .generic(
        "Action 'abort' does not support transaction property completion-mode = grouped"
      )
    }
    let group = newTransaction()
    var created: [String] = []
    do throws(ServerError) {
      for action in actions {
        let type = action["type"]?.string ?? ""
        guard let command = CommandSchema.named(type, in: release)?.name else {
          throw .generic("Transaction aborted using Abort action")
        }
        let transaction = isGrouped ? group : newTransaction()
        let data = action["data"]?.object ?? [:]
        created.append(try create(command, data, transaction: transaction))
      }
    } catch {
      for id in created where jobs[id] != nil { abort(id, error: nil) }
      throw error
    }
    for id in created { begin(id) }
  }
}
