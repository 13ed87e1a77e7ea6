import Jobs
import QMP

/// What each command does.
extension SimulatedServer {
  /// Carries out a command; nil when the server went down over it.
  mutating func execute(
    _ name: String,
    _ arguments: JSONObject
  ) -> Result<JSONValue, ServerError>? {
    do throws(ServerError) {
      guard let schema = CommandSchema.named(name, in: release) else {
        throw ServerError(.commandNotFound, "The command \(name) has not been found")
      }
      try schema.check(arguments, release: release)
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
    case .queryVersion: return version
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
    case .snapshotSave, .snapshotLoad, .snapshotDelete:
      try snapshot(name, arguments, transaction: newTransaction())
    case .transaction: try transact(arguments)
    }
    return .object([:])
  }

  private var version: JSONValue {
    let qemu: JSONObject = [
      "micro": .integer(release.version.micro),
      "minor": .integer(release.version.minor),
      "major": .integer(release.version.major),
    ]
    return .object(["qemu": .object(qemu), "package": "jobctl sandbox"])
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
    let actions = try TransactionAction.read(arguments["actions"]?.array ?? [], release: release)
    let isGrouped = try TransactionAction.isGrouped(
      arguments["properties"]?.object,
      release: release
    )
    if isGrouped, release.isAtLeast(8, 0), actions.contains(where: { $0.command == nil }) {
      throw .generic(
        "Action 'abort' does not support transaction property completion-mode = grouped"
      )
    }
    let group = newTransaction()
    var created: [String] = []
    do throws(ServerError) {
      for action in actions {
        guard let command = action.command else {
          throw .generic("Transaction aborted using Abort action")
        }
        let transaction = isGrouped ? group : newTransaction()
        created.append(try create(command, action.arguments, transaction: transaction))
      }
    } catch {
      for id in created where jobs[id] != nil { abort(id, error: nil) }
      throw error
    }
    for id in created { begin(id) }
  }
}

/// An action of a `transaction`.
struct TransactionAction {
  /// Nil for `abort`.
  let command: CommandName?
  let arguments: JSONObject

  static func read(
    _ values: [JSONValue],
    release: Release
  ) throws(ServerError) -> [TransactionAction] {
    var actions: [TransactionAction] = []
    for (index, value) in values.enumerated() {
      let path = "actions[\(index)]"
      guard let object = value.object else {
        throw .generic("Invalid parameter type for '\(path)', expected: object")
      }
      guard let type = object["type"] else {
        throw .generic("Parameter '\(path).type' is missing")
      }
      guard let word = type.string else {
        throw .generic("Invalid parameter type for '\(path).type', expected: string")
      }
      guard Enumeration.transactionAction.words(in: release).contains(word) else {
        throw Enumeration.transactionAction.refusal(of: word, path: "type", release)
      }
      guard let data = object["data"]?.object else {
        throw .generic("Parameter '\(path).data' is missing")
      }
      let schema = CommandSchema.named(word, in: release)
      try schema?.check(data, release: release, path: "\(path).data.")
      actions.append(TransactionAction(command: schema?.name, arguments: data))
    }
    return actions
  }

  static func isGrouped(
    _ properties: JSONObject?,
    release: Release
  ) throws(ServerError) -> Bool {
    guard let mode = properties?["completion-mode"] else { return false }
    guard let word = mode.string else {
      throw .generic("Invalid parameter type for 'properties.completion-mode', expected: string")
    }
    let modes = Enumeration.completionMode
    guard modes.words(in: release).contains(word) else {
      throw modes.refusal(of: word, path: "completion-mode", release)
    }
    return word == "grouped"
  }
}
