import Jobs
import QMP

/// How jobs go on by themselves, and how they end (job.c, blockjob.c and block/mirror.c, 10.2).
extension SimulatedServer {
  // MARK: - Events

  /// Moves a job along the state table and tells it.
  mutating func move(_ id: String, to status: JobStatus) {
    jobs[id]?.move(to: status, at: now)
    guard release.hasJobFamily else { return }
    emit(
      "JOB_STATUS_CHANGE",
      ["id": .string(id), "status": .string(status.rawValue)]
    )
  }

  /// The companion events of block jobs.
  private mutating func emitCompanion(_ name: String, _ id: String, error: String? = nil) {
    guard let job = jobs[id], job.type.isBlockJob else { return }
    var data = job.eventData(at: now)
    data["error"] = error.map(JSONValue.string)
    emit(name, data)
  }

  /// On how many jobs a drain shows: on thousands, one that comes and goes would take for ever.
  private static let drainedJobs = 100

  /// Pauses and resumes every other job for a moment, as starting and ending a block job does.
  ///
  /// Nothing stays of it, so that without listeners there is nothing to do.
  mutating func drain(except id: String) {
    guard release.showsDrains, hasListeners, !isQuitting,
      jobs[id]?.hasPausePoints == true
    else { return }
    for other in jobs.oldest(Self.drainedJobs)
    where other != id && jobs[other]?.hasPausePoints == true {
      flap(other)
    }
  }

  /// One pair of an internal pause and its end.
  mutating func flap(_ id: String) {
    switch jobs[id]?.status {
    case .running:
      move(id, to: .paused)
      move(id, to: .running)
    case .ready:
      move(id, to: .standby)
      move(id, to: .ready)
    case .undefined, .created, .paused, .standby, .waiting, .pending, .aborting, .concluded, .null,
      nil:
      break
    }
  }

  // MARK: - Working

  /// Begins to work.
  mutating func begin(_ id: String) {
    jobs[id]?.isStarted = true
    move(id, to: .running)
    startWork(id)
    if jobs[id]?.type == .backup, release.showsDrains { flap(id) }
    drain(except: id)
    reschedule(id)
  }

  /// Lets the work go on, if there is any without a guest that writes.
  mutating func startWork(_ id: String) {
    guard jobs[id]?.ending != .never else { return }
    jobs[id]?.work.start(at: now)
  }

  /// Computes anew when something happens to a job by itself.
  mutating func reschedule(_ id: String) {
    guard let job = jobs[id] else { return schedule(id, at: nil) }
    switch job.status {
    case .running where job.hasOtherSize || job.isCancelled && job.hasPausePoints:
      schedule(id, at: now)
    case .running where job.isRetrying:
      schedule(id, at: now.advanced(by: Disk.retryInterval))
    case .running:
      schedule(id, at: [job.correction?.due, job.nextFault, job.work.end].compactMap(\.self).min())
    case .ready where job.isEnding || job.isCancelled:
      schedule(id, at: now)
    case .ready:
      // What did not fail on the way fails on the first write after it.
      schedule(id, at: job.faults.isEmpty ? nil : now)
    case .undefined, .created, .paused, .standby, .waiting, .pending, .aborting, .concluded, .null:
      schedule(id, at: nil)
    }
  }

  /// Does what is due for a job.
  mutating func proceed(_ id: String) {
    guard let job = jobs[id], job.status == .running || job.status == .ready else { return }
    if job.isCancelled, job.hasPausePoints {
      abort(id, error: nil)
    } else if job.hasOtherSize {
      if !release.isAtLeast(6, 0) { jobs[id]?.errorDetail = Self.otherSize }
      abort(id, error: release.isAtLeast(6, 0) ? Self.otherSize : "Invalid argument")
    } else if job.isEnding, job.status == .ready {
      complete(id)
    } else if let correction = job.correction, correction.due <= now {
      jobs[id]?.correction = nil
      jobs[id]?.work.setTotal(correction.total, at: now)
      reschedule(id)
    } else if let fault = job.faults.first,
      job.status == .ready || job.isRetrying || job.nextFault.map({ $0 <= now }) == true
    {
      meet(fault, id)
    } else if job.work.end.map({ $0 <= now }) == true {
      jobs[id]?.work.finish(at: now)
      finishWork(id)
    } else {
      reschedule(id)
    }
  }

  private mutating func finishWork(_ id: String) {
    guard let job = jobs[id] else { return }
    switch job.ending {
    case .never:
      break
    case .becomesReady:
      move(id, to: .ready)
      emitCompanion("BLOCK_JOB_READY", id)
      reschedule(id)
    case .concludes where job.isCancelled:
      abort(id, error: nil)
    case .concludes where job.error != nil:
      abort(id, error: job.error)
    case .concludes:
      complete(id)
    }
  }

  // MARK: - Faults

  /// An I/O error: told, then reported, ignored or waited for, as the job was told at its start.
  private mutating func meet(_ fault: Disk.Fault, _ id: String) {
    guard let job = jobs[id] else { return }
    let policy = fault.operation == .read ? job.sourcePolicy : job.targetPolicy
    let action: SimulatedJob.ErrorPolicy =
      switch policy {
      case .enospc: fault.cause == .noSpace ? .stop : .report
      case .report, .ignore, .stop: policy
      }
    emit(
      "BLOCK_JOB_ERROR",
      [
        "device": .string(id), "operation": .string(fault.operation.rawValue),
        "action": .string(action.rawValue),
      ]
    )
    switch action {
    case .report, .enospc:
      abort(id, error: fault.cause.text)
    case .ignore:
      // A stream goes on without what it could not read, and fails in the end (block/stream.c).
      if job.type == .stream, job.error == nil { jobs[id]?.error = fault.cause.text }
      if countDown(id) {
        if job.status == .running { startWork(id) }
        reschedule(id)
      } else {
        jobs[id]?.work.stop(at: now)
        schedule(id, at: now.advanced(by: Disk.retryInterval))
      }
    case .stop:
      _ = countDown(id)
      jobs[id]?.ioStatus = fault.cause == .noSpace ? "nospace" : "failed"
      jobs[id]?.isUserPaused = true
      jobs[id]?.work.stop(at: now)
      move(id, to: job.status == .ready ? .standby : .paused)
      reschedule(id)
    }
  }

  /// Takes one from how often the next fault happens; true when that was the last time.
  private mutating func countDown(_ id: String) -> Bool {
    guard let fault = jobs[id]?.faults.first, fault.count > 0 else { return false }
    if fault.count == 1 {
      jobs[id]?.faults.removeFirst()
      return true
    }
    jobs[id]?.faults[0].count -= 1
    return false
  }

  // MARK: - Ending

  /// Success: waits for the transaction, then for finalize.
  private mutating func complete(_ id: String) {
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

extension SimulatedJob {
  fileprivate func isDone(_ amount: Int64, at now: Instant) -> Bool {
    work.done(at: now) >= amount || work.instant(ofAmount: amount).map { $0 <= now } == true
  }
}
