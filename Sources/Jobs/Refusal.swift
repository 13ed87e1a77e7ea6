package import QMP

/// Why a server refused a verb, found out by looking at the job afterwards.
package enum Refusal: Error, Hashable, Sendable {
  case noSuchJob
  /// The job's status does not accept the verb; `accepted` are those that would.
  case status(Reported<JobStatus>, accepted: [JobStatus])
  /// A paused job takes only a forced cancel; without force it must be resumed first.
  case cancelWhilePaused(JobStatus)
  /// A job of this type ends by itself and is never completed.
  case neverCompleted(JobType)
  /// Only block jobs have a speed limit.
  case noSpeedLimit(Reported<JobType>)
  /// Its own words are all there is.
  case unexplained

  /// Explains the refusal of `request` with the job as it is now, nil when there is no such job.
  ///
  /// A server that does not carry out the command at all has not looked at the job.
  package init(
    of request: VerbRequest,
    after error: ServerError,
    job: Job?,
    version: QEMUVersion
  ) {
    guard let job else {
      self = .noSuchJob
      return
    }
    guard error.errorClass != .commandNotFound else {
      self = .unexplained
      return
    }
    if request.verb == .setSpeed, !job.isBlockJob {
      self = .noSpeedLimit(job.type)
      return
    }
    if request.verb == .complete, let type = job.type.known, !type.canBecomeReady {
      self = .neverCompleted(type)
      return
    }
    let accepted = request.verb.acceptingStatuses(in: version)
    guard let status = job.status.known, accepted.contains(status) else {
      self = .status(job.status, accepted: accepted)
      return
    }
    let isPaused = status == .paused || status == .standby
    self = request.action == .cancel && isPaused ? .cancelWhilePaused(status) : .unexplained
  }
}
