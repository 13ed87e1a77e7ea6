import Jobs
import QMP

/// The commands that start jobs (blockdev.c and job.c).
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
    case .queryVersion, .queryCommands, .querySchema, .queryJobs, .queryBlockJobs, .quit, .jobPause,
      .jobResume, .jobCancel, .jobComplete, .jobFinalize, .jobDismiss, .blockJobPause,
      .blockJobResume, .blockJobCancel, .blockJobComplete, .blockJobFinalize, .blockJobDismiss,
      .blockJobSetSpeed, .blockJobChange, .snapshotSave, .snapshotLoad, .snapshotDelete,
      .transaction:
      throw .generic("\(name.rawValue) is no action of a transaction")
    }
  }

  /// Makes the job of a plan, and tells that it is there.
  mutating func insert(
    _ plan: JobPlan,
    _ arguments: JSONObject,
    _ transaction: Int
  ) throws(ServerError) -> String {
    let id = try freshID(arguments)
    let speed = arguments["speed"]?.integer ?? 0
    let job = SimulatedJob(
      id: id,
      plan,
      transaction: transaction,
      limit: speed,
      options: arguments
    )
    transactions[transaction, default: []].append(id)
    jobs.insert(job)
    graph.hold(plan.claim, by: id)
    move(id, to: .created)
    do throws(ServerError) {
      try checkSpeed(speed)
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
