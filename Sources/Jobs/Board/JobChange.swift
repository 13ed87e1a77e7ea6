/// What a board learnt about one job.
package struct JobChange: Hashable, Sendable {
  package enum Source: Hashable, Sendable {
    case event
    /// A query told what no event had: it happened while nobody was listening.
    case query
  }

  package let id: String
  package let type: Reported<JobType>?
  /// Nil for a job that was not known before.
  package let from: Reported<JobStatus>?
  package let to: Reported<JobStatus>
  /// Once it is over.
  package let outcome: JobOutcome?
  package let source: Source
  /// It never was a job: a command failed after its job had been made, alone or in a transaction.
  package let isPhantom: Bool
}
