import Jobs
import QMP
import Testing

/// A board, and what it learns, as lines to be held against facts: `running > ready`.
struct BoardTranscript {
  private(set) var board: JobBoard
  private(set) var changes: [JobChange] = []
  private let id: String
  private let type: JobType

  init(
    _ id: String = "j",
    _ type: JobType = .mirror,
    version: QEMUVersion = QEMUVersion(7, 2)
  ) {
    self.board = JobBoard(version: version)
    self.id = id
    self.type = type
  }

  /// Events in the facts' own shorthand: a status, or `READY`, `PENDING`, `COMPLETED`, `CANCELLED`,
  /// `FAILED` for BLOCK_JOB_COMPLETED with an error, and `ERROR`.
  mutating func receive(_ events: String) {
    for word in events.split(separator: " ") {
      let type = Reported<JobType>.known(type)
      let event: JobEvent =
        switch word {
        case "READY": JobEvent(id: id, .ready, type: type)
        case "PENDING": JobEvent(id: id, .pending, type: type)
        case "COMPLETED": JobEvent(id: id, .completed(error: nil), type: type)
        case "FAILED": JobEvent(id: id, .completed(error: "Input/output error"), type: type)
        case "CANCELLED": JobEvent(id: id, .cancelled, type: type)
        case "ERROR": JobEvent(id: id, .ioError(operation: "write", action: "stop"))
        default: JobEvent(id: id, .status(Reported(String(word))))
        }
      if let change = board.apply(event) { changes.append(change) }
    }
  }

  /// A query, with events that come between its request and its reply.
  mutating func query(_ jobs: [Job], during events: String = "") {
    board.queryBegins()
    receive(events)
    changes += board.apply(jobs)
  }

  /// The job as a query lists it.
  func listed(_ status: JobStatus, error: String? = nil) -> Job {
    Job(id: id, type: .known(type), status: .known(status), error: error)
  }

  /// The changes so far: `created > running`, and the outcome once there is one.
  var lines: [String] {
    changes.map { change in
      "\(change.from?.word ?? "-") > \(change.to.word)" + (change.isPhantom ? " phantom" : "")
        + (change.outcome.map { " \(Self.word(of: $0))" } ?? "")
        + (change.source == .query ? " (query)" : "")
    }
  }

  var entry: JobBoard.Entry? {
    board[id]
  }

  private static func word(of outcome: JobOutcome) -> String {
    switch outcome {
    case .succeeded: "succeeded"
    case .failed(let error): "failed" + (error.map { ": \($0)" } ?? "")
    case .cancelled: "cancelled"
    case .unknown: "unknown"
    }
  }
}
