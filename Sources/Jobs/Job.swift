import QMP

/// A job as a server describes it: JobInfo (`query-jobs`, 3.0+) and BlockJobInfo
/// (`query-block-jobs`) in one.
///
/// What only BlockJobInfo tells is nil where it was not asked, and for jobs outside the block
/// family.
package struct Job: Hashable, Sendable {
  package let id: String
  package internal(set) var type: Reported<JobType>
  package internal(set) var status: Reported<JobStatus>
  /// In bytes for block jobs, in steps (0 of 1, 1 of 1) for the others.
  package internal(set) var progress: Progress?
  /// Text for people, as the server sent it: it may hold any character.
  package internal(set) var error: String?
  /// What BlockJobInfo adds.
  package let block: BlockDetails?

  /// The members of BlockJobInfo that JobInfo lacks (qapi/block-core.json).
  package struct BlockDetails: Hashable, Sendable {
    /// The job's id under its name in the older family.
    package var device: String
    /// Bytes a second; 0 is no limit.
    package let speed: ByteRate?
    /// `ok`, or `failed` or `nospace` after an error that stopped the job, until it is resumed.
    package var ioStatus: String?
    package let isReady: Bool?
    /// Since 2.12, as the next one.
    package let autoFinalize: Bool?
    package let autoDismiss: Bool?
  }

  package init(
    id: String,
    type: Reported<JobType>,
    status: Reported<JobStatus>,
    progress: Progress? = nil,
    error: String? = nil,
    block: BlockDetails? = nil
  ) {
    self.id = id
    self.type = type
    self.status = status
    self.progress = progress
    self.error = error
    self.block = block
  }
}

extension Job {
  /// The words about a failure; nil for success alone, since whatever stands there says that there
  /// was none.
  static func error(_ value: JSONValue?) -> String? {
    switch value {
    case nil, .null?: nil
    case .string(let text)?: text
    case let other?: String(decoding: JSONWriter.compact(other), as: UTF8.self)
    }
  }

  /// This job with what a later query told of it.
  package func updated(by later: Job) -> Job {
    Job(
      id: id,
      type: later.type,
      status: later.status,
      progress: later.progress ?? progress,
      error: later.error ?? error,
      block: later.block ?? block
    )
  }

  /// This job, without numbers that may be old.
  package var withoutProgress: Job {
    var job = self
    job.progress = nil
    return job
  }

  /// This job, with its type.
  package func typed(_ type: Reported<JobType>) -> Job {
    var job = self
    job.type = type
    return job
  }

  /// Whether the older family of commands reaches it; unknown types are taken for newer ones, which
  /// it does not.
  package var isBlockJob: Bool {
    block != nil || type.known?.isBlockJob == true
  }
}
