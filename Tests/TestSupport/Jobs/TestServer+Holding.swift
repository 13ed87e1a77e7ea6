extension TestServer {
  /// Starts a job, brings it into a status and returns when it is there to stay.
  ///
  /// The default type is a backup for waiting and a mirror for all others. A waiting job waits for another
  /// one, running, whose id is the same with `-partner` behind it. A pending job is one that must be
  /// finalized, a concluded one must be dismissed; apart from that a job goes when it is over, unless
  /// `autoDismiss` is false. The older commands are used, which every release has.
  package func hold(
    _ status: HeldStatus,
    _ id: String,
    as type: HeldType? = nil,
    autoDismiss: Bool = true
  ) throws(SupportFailure) {
    let type = type ?? (status == .waiting ? .backup : .mirror)
    guard type.statuses.contains(status) else {
      throw .malformed("a \(type.rawValue) cannot be held \(status.rawValue)")
    }
    switch status {
    case .running:
      // Where no pause shows in a job that sleeps for its limit, it must soon wake up.
      let speed = has(.pauseOfSleepingJobs) ? 1 : 64 << 20
      try start(type, id, from: .large, speed: speed, autoDismiss: autoDismiss)
    case .paused:
      // Without a limit until it is paused, for the same reason.
      try start(type, id, from: .large, speed: 0, autoDismiss: autoDismiss)
      try execute("block-job-pause", ["device": .string(id)])
      try waitForStatus("paused", of: id)
      try execute("block-job-set-speed", ["device": .string(id), "speed": 1])
    case .ready:
      try start(type, id, from: .small, autoDismiss: autoDismiss)
    case .standby:
      try start(type, id, from: .small, autoDismiss: autoDismiss)
      try waitForStatus("ready", of: id)
      try execute("block-job-pause", ["device": .string(id)])
    case .waiting:
      try startGroup(id, "\(id)-partner", autoDismiss: autoDismiss)
    case .pending:
      try start(type, id, from: .small, autoFinalize: false, autoDismiss: autoDismiss)
      try complete(type, id)
    case .concluded:
      try start(type, id, from: .small, autoDismiss: false)
      try complete(type, id)
    }
    try waitForStatus(status.rawValue, of: id)
  }

  private func start(
    _ type: HeldType,
    _ id: String,
    from source: JobSource,
    speed: Int? = nil,
    autoFinalize: Bool = true,
    autoDismiss: Bool
  ) throws(SupportFailure) {
    let options = JobOptions(speed: speed, autoFinalize: autoFinalize, autoDismiss: autoDismiss)
    switch type {
    case .mirror: try startMirror(id, from: source, options)
    case .backup: try startBackup(id, from: source, options)
    }
  }

  /// Lets a mirror get past ready; a backup does so by itself.
  private func complete(_ type: HeldType, _ id: String) throws(SupportFailure) {
    guard type == .mirror else { return }
    try waitForStatus("ready", of: id)
    try execute("block-job-complete", ["device": .string(id)])
  }
}
