package import QMP

/// An event about a job: JOB_STATUS_CHANGE (qapi/job.json) or one of its companions
/// (qapi/block-core.json).
package struct JobEvent: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case status(Reported<JobStatus>)
    /// BLOCK_JOB_READY.
    case ready
    /// BLOCK_JOB_PENDING: waits for finalize.
    case pending
    /// BLOCK_JOB_COMPLETED: success, or failure with the only words about it.
    case completed(error: String?)
    /// BLOCK_JOB_CANCELLED.
    case cancelled
    /// BLOCK_JOB_ERROR: an I/O error, and what was done about it.
    case ioError(operation: String, action: String)
  }

  package let id: String
  package let kind: Kind
  /// What a companion tells besides.
  package let type: Reported<JobType>?
  package let progress: Progress?
  package let speed: ByteRate?

  package init(
    id: String,
    _ kind: Kind,
    type: Reported<JobType>? = nil,
    progress: Progress? = nil,
    speed: ByteRate? = nil
  ) {
    self.id = id
    self.kind = kind
    self.type = type
    self.progress = progress
    self.speed = speed
  }

  /// Nil for every other event, and for one whose data are not those of the schema.
  package init?(_ event: Event) {
    if let change = JobStatusChange(event) {
      self.init(id: change.id, .status(change.status))
      return
    }
    guard let companion = Companion(rawValue: event.name) else { return nil }
    let data = event.data
    guard let id = data[companion == .pending ? "id" : "device"]?.string else { return nil }
    let kind: Kind
    switch companion {
    case .ready: kind = .ready
    case .pending: kind = .pending
    case .completed: kind = .completed(error: Job.error(data["error"]))
    case .cancelled: kind = .cancelled
    case .error:
      guard let operation = data["operation"]?.string, let action = data["action"]?.string else {
        return nil
      }
      kind = .ioError(operation: operation, action: action)
    }
    self.init(
      id: id,
      kind,
      type: data["type"]?.string.map(Reported.init),
      progress: Progress(data["offset"], of: data["len"]),
      speed: data["speed"]?.integer.flatMap(ByteRate.init(bytesPerSecond:))
    )
  }

  private enum Companion: String {
    case ready = "BLOCK_JOB_READY"
    case pending = "BLOCK_JOB_PENDING"
    case completed = "BLOCK_JOB_COMPLETED"
    case cancelled = "BLOCK_JOB_CANCELLED"
    case error = "BLOCK_JOB_ERROR"
  }
}
