extension StorageDaemon {
  /// The statuses in which a job can be made to stay.
  package enum HeldStatus: String, Sendable, CaseIterable {
    case running, paused, ready, standby, waiting, pending, concluded
  }

  /// The types of job that can be held in several of them.
  package enum HeldType: String, Sendable, CaseIterable {
    case mirror, backup

    /// Where a job of this type can be held.
    package var statuses: [HeldStatus] {
      switch self {
      case .mirror: [.running, .paused, .ready, .standby, .pending, .concluded]
      case .backup: [.running, .paused, .waiting, .pending, .concluded]
      }
    }
  }

  /// Starts a job, brings it into a status and returns when it is there to stay.
  ///
  /// The default type is a backup for waiting and a mirror for all others. A waiting job waits for another
  /// one, running, whose id is the same with `-partner` behind it. A pending job is one that must be
  /// finalized, a concluded one must be dismissed; apart from that a job goes when it is over, unless
  /// `autoDismiss` is false.
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
      try start(type, id, from: .large, autoDismiss: autoDismiss)
    case .paused:
      // Without a limit until it is paused: QEMU 5.2 shows no pause of a job asleep for its limit.
      try start(type, id, from: .large, speed: 0, autoDismiss: autoDismiss)
      try execute("job-pause", ["id": .string(id)])
      try waitForStatus("paused", of: id)
      try execute("block-job-set-speed", ["device": .string(id), "speed": 1])
    case .ready:
      try start(type, id, from: .small, autoDismiss: autoDismiss)
    case .standby:
      try start(type, id, from: .small, autoDismiss: autoDismiss)
      try waitForStatus("ready", of: id)
      try execute("job-pause", ["id": .string(id)])
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
    from source: Source,
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
    try execute("job-complete", ["id": .string(id)])
  }
}
