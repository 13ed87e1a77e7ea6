import Jobs
import QMP

/// How jobs go on by themselves (job.c, blockjob.c and block/mirror.c, 10.2).
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
  mutating func emitCompanion(_ name: String, _ id: String, error: String? = nil) {
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
      schedule(id, at: Instant.earliest(job.correction?.due, job.nextFault, job.work.end))
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
}
