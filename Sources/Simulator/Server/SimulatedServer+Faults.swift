import Jobs
import QMP

/// What becomes of a job's I/O errors (block_job_error_action in blockjob.c, 10.2).
extension SimulatedServer {
  /// An I/O error: told, then reported, ignored or waited for, as the job was told at its start.
  mutating func meet(_ fault: Disk.Fault, _ id: String) {
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
}
