import Jobs
import QMP

/// How jobs end, alone and with their transactions (job.c and blockjob.c, 10.2).
extension SimulatedServer {
  /// Success: waits for the transaction, then for finalize.
  mutating func complete(_ id: String) {
    guard let job = jobs[id], let members = transactions[job.transaction] else { return }
    jobs[id]?.work.stop(at: now)
    move(id, to: .waiting)
    schedule(id, at: nil)
    guard members.allSatisfy({ jobs[$0]?.status == .waiting }) else { return }
    for member in members.reversed() {
      move(member, to: .pending)
      guard let job = jobs[member], !job.autoFinalize, job.type.isBlockJob else { continue }
      emit(
        "BLOCK_JOB_PENDING",
        ["type": .string(job.type.rawValue), "id": .string(member)]
      )
    }
    if members.allSatisfy({ jobs[$0]?.autoFinalize == true }) { finalize(job.transaction) }
  }

  /// Makes the changes of a whole transaction final.
  mutating func finalize(_ transaction: Int) {
    for member in transactions[transaction, default: []].reversed() {
      rearrange(after: member)
      emitCompanion("BLOCK_JOB_COMPLETED", member)
      conclude(member)
    }
  }

  /// Failure, or with no error a cancel: takes the rest of the transaction along.
  mutating func abort(_ id: String, error: String?) {
    guard let transaction = jobs[id]?.transaction else { return }
    end(id, error: error)
    for member in transactions[transaction, default: []].reversed() where member != id {
      end(member, error: nil)
    }
  }

  private mutating func end(_ id: String, error: String?) {
    guard let job = jobs[id] else { return }
    switch job.status {
    case .paused: move(id, to: .running)
    case .standby: move(id, to: .ready)
    case .undefined, .created, .running, .ready, .waiting, .pending: break
    case .aborting, .concluded, .null: return
    }
    jobs[id]?.work.stop(at: now)
    if job.isUserPaused { jobs[id]?.ioStatus = "ok" }
    jobs[id]?.isUserPaused = false
    jobs[id]?.error = error ?? Self.cancelled
    move(id, to: .aborting)
    if job.isStarted {
      emitCompanion(
        error == nil ? "BLOCK_JOB_CANCELLED" : "BLOCK_JOB_COMPLETED",
        id,
        error: error
      )
    }
    conclude(id)
  }

  /// strerror(3) of ECANCELED.
  private static let cancelled = "Operation canceled"

  private mutating func conclude(_ id: String) {
    guard let job = jobs[id] else { return }
    move(id, to: .concluded)
    schedule(id, at: nil)
    releaseNodes(of: id)
    drain(except: id)
    // A job that never started has nobody who would dismiss it.
    if job.autoDismiss || !job.isStarted { dismiss(id) }
  }

  /// Forgets a job.
  mutating func dismiss(_ id: String) {
    move(id, to: .null)
    guard let job = jobs.remove(id) else { return }
    graph.release(job.claim, by: id)
    schedule(id, at: nil)
    transactions[job.transaction]?.removeAll { $0 == id }
    if transactions[job.transaction]?.isEmpty == true { transactions[job.transaction] = nil }
  }

  /// Gives back what a job has claimed, apart from what it keeps until it is dismissed.
  private mutating func releaseNodes(of id: String) {
    guard let claim = jobs[id]?.claim else { return }
    let isKept =
      switch claim.keeping {
      case .never: false
      case .afterSuccess: jobs[id]?.error == nil
      case .always: true
      }
    let released = BlockGraph.Claim(blocked: isKept ? [] : claim.blocked, covered: claim.covered)
    graph.release(released, by: id)
    jobs[id]?.claim = isKept ? BlockGraph.Claim(blocked: claim.blocked) : BlockGraph.Claim()
  }
}
