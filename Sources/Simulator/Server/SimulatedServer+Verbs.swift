import Jobs
import QMP

/// The verbs in both families (job-qmp.c, blockdev.c and job.c, 10.2).
extension SimulatedServer {
  /// The job of a `job-*` command.
  func job(named id: String) throws(ServerError) -> SimulatedJob {
    guard let job = jobs[id] else { throw .generic("Job not found") }
    return job
  }

  /// The job of a `block-job-*` command.
  func blockJob(named id: String) throws(ServerError) -> SimulatedJob {
    guard let job = jobs[id], job.type.isBlockJob else {
      throw ServerError(.deviceNotActive, "Block job '\(id)' not found")
    }
    return job
  }

  private func check(_ verb: JobVerb, _ job: SimulatedJob) throws(ServerError) {
    guard verb.legalStatuses(in: release.version).contains(job.status) else {
      throw .generic(
        "Job '\(job.id)' in state '\(job.status.rawValue)' cannot accept command verb "
          + "'\(verb.rawValue)'"
      )
    }
  }

  mutating func pause(_ job: SimulatedJob) throws(ServerError) {
    try check(.pause, job)
    guard !job.isUserPaused else { throw .generic("Job is already paused") }
    jobs[job.id]?.isUserPaused = true
    guard job.hasPausePoints else { return }
    jobs[job.id]?.work.stop(at: now)
    move(job.id, to: job.status == .ready ? .standby : .paused)
    reschedule(job.id)
  }

  mutating func resume(_ job: SimulatedJob) throws(ServerError) {
    guard job.isUserPaused else { throw .generic("Can't resume a job that was not paused") }
    try check(.resume, job)
    let failed = job.ioStatus != "ok"
    jobs[job.id]?.isUserPaused = false
    jobs[job.id]?.ioStatus = "ok"
    switch job.status {
    case .paused:
      move(job.id, to: .running)
      startWork(job.id)
    case .standby:
      move(job.id, to: .ready)
      if failed, release.diesOfResumeAfterError {
        return goDown(assertion: "job_state_transition: JobSTT[s0][s1]")
      }
    case .undefined, .created, .running, .ready, .waiting, .pending, .aborting, .concluded, .null:
      break
    }
    reschedule(job.id)
  }

  /// A soft cancel, by `block-job-cancel` only.
  mutating func cancel(_ job: SimulatedJob) throws(ServerError) {
    guard !job.isUserPaused else {
      throw .generic("The block job for device '\(job.id)' is currently paused")
    }
    try check(.cancel, job)
    guard job.status == .ready else { return try forceCancel(job) }
    jobs[job.id]?.isEnding = true
    jobs[job.id]?.isSoftCancelled = true
    reschedule(job.id)
  }

  mutating func forceCancel(_ job: SimulatedJob) throws(ServerError) {
    try check(.cancel, job)
    if job.ioStatus != "ok", release.diesOfCancelAfterError {
      return goDown(assertion: "job_user_cancel: job->pause_count > 0")
    }
    jobs[job.id]?.isCancelled = true
    switch job.status {
    case .running, .ready: reschedule(job.id)
    case .created, .paused, .standby, .waiting, .pending: abort(job.id, error: nil)
    case .undefined, .aborting, .concluded, .null: break
    }
  }

  mutating func complete(_ job: SimulatedJob) throws(ServerError) {
    try check(.complete, job)
    guard !job.isSoftCancelled, job.ending == .becomesReady else {
      throw .generic("The active block job '\(job.id)' cannot be completed")
    }
    if job.replaces, job.completions > 0, release.diesOfSecondComplete {
      return goDown(assertion: "mirror_complete: !s->to_replace")
    }
    jobs[job.id]?.completions += 1
    jobs[job.id]?.isEnding = true
    reschedule(job.id)
  }

  mutating func finalize(_ job: SimulatedJob) throws(ServerError) {
    try check(.finalize, job)
    finalize(job.transaction)
  }

  mutating func dismiss(_ job: SimulatedJob) throws(ServerError) {
    try check(.dismiss, job)
    dismiss(job.id)
  }

  mutating func setSpeed(_ job: SimulatedJob, _ speed: Int64) throws(ServerError) {
    try check(.setSpeed, job)
    try checkSpeed(speed)
    jobs[job.id]?.work.setLimit(speed, at: now)
    reschedule(job.id)
  }

  func checkSpeed(_ speed: Int64) throws(ServerError) {
    guard speed < 0 else { return }
    throw release.isAtLeast(5, 0)
      ? .generic("Parameter 'speed' expects a non-negative value")
      : .generic("Invalid parameter 'speed'")
  }

  mutating func change(_ job: SimulatedJob, _ arguments: JSONObject) throws(ServerError) {
    try check(.change, job)
    guard job.type == .mirror else { throw .generic("Job type does not support change") }
    // With another type there is no mode, and QEMU looks at what is there in its place.
    let mode = arguments["copy-mode"]?.string ?? "background"
    guard mode != job.copyMode else { return }
    guard mode == "write-blocking" else {
      throw .generic("Change to copy mode '\(mode)' is not implemented")
    }
    jobs[job.id]?.change(to: mode, at: now)
  }
}
