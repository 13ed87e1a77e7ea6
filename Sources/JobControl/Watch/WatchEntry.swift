package import Jobs
package import QMP

/// One thing worth a line: what `watch` tells.
package struct WatchEntry: Hashable, Sendable {
  package enum What: Hashable, Sendable {
    /// How a job stood when the watch began.
    case snapshot
    case change(from: Reported<JobStatus>?, to: Reported<JobStatus>, outcome: JobOutcome?)
    /// I/O errors of one kind within a second or so.
    case ioErrors(operation: String, action: String, count: Int)
    /// Pauses by QEMU itself that ended at once, within a second or so.
    case drains(count: Int)
    /// A job that never ran: the command that should have started it failed.
    case phantom
  }

  package let id: String
  package let what: What
  /// As it was then; nil for a job of which nothing is known.
  package let job: Job?
  /// When it happened, by the server's clock; by ours for what no event told.
  package let timestamp: Event.Timestamp?
  /// The event behind it; nil for what several or none told.
  package let event: Event?

  package static func == (left: WatchEntry, right: WatchEntry) -> Bool {
    left.id == right.id && left.what == right.what && left.job == right.job
      && left.timestamp == right.timestamp
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(id)
    hasher.combine(what)
  }

  package var status: Reported<JobStatus>? {
    switch what {
    case .snapshot, .ioErrors, .drains: job?.status
    case .change(_, let to, _): to
    case .phantom: .known(.null)
    }
  }
}
