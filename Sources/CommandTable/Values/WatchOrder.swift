package import Jobs

/// `watch`: which jobs, which of their news, how it is printed, and when it ends.
package struct WatchOrder: Hashable, Sendable {
  package enum Format: String, CaseIterable, Choosable {
    case text
    case jsonl
    case tsv

    package var summary: String {
      switch self {
      case .text: "a line for people"
      case .jsonl: "a JSON object a line, with the event's own fields"
      case .tsv: "fields separated by tabs"
      }
    }
  }

  package enum Timestamps: String, CaseIterable, Choosable {
    case local
    case utc
    case relative
    case none

    package var summary: String {
      switch self {
      case .local: "the time of day here"
      case .utc: "date and time in UTC"
      case .relative: "seconds since the watch began"
      case .none: "no time"
      }
    }
  }

  package enum News: String, CaseIterable, Choosable {
    case snapshot
    case status
    case error
    case drain
    case phantom
    case companion
    case progress
    case stall
    case missed

    package var summary: String {
      switch self {
      case .snapshot: "how jobs stood at the beginning"
      case .status: "a job went from one status to another"
      case .error: "an I/O error of a job"
      case .drain: "pauses by QEMU itself that ended at once"
      case .phantom: "a job that was made and never started"
      case .companion: "a BLOCK_JOB event beside its status, with --all-events"
      case .progress: "how far a job is, with --progress"
      case .stall: "a job stopped moving, or moves again, with --progress"
      case .missed: "what happened while the connection was lost, with --reconnect"
      }
    }
  }

  package let selection: JobSelection
  /// Which kinds of news; empty for all.
  package let news: [News]
  package let format: Format
  package let timestamps: Timestamps
  package let showsHeader: Bool
  package let showsSnapshot: Bool
  /// One line an event, nothing folded.
  package let showsEverything: Bool
  /// End when a job is in one of these; empty for never.
  package let until: [JobStatus]
  /// End after so many lines beside the snapshot.
  package let count: Int?
  package let limit: WaitLimit
  /// Nil for events alone.
  package let progress: ProgressOrder?
  /// How long to try again when the connection is lost; nil for not at all.
  package let reconnection: WaitLimit?
}
