/// A step from one status to the next, of those that QEMU's table allows.
package struct JobTransition: Hashable, Sendable {
  package let from: JobStatus
  package let to: JobStatus

  package init(_ from: JobStatus, _ to: JobStatus) {
    self.from = from
    self.to = to
  }

  /// Every step (`JobSTT`), but for `aborting` to itself, which no event shows.
  package static let all: [JobTransition] = JobStatus.allCases.flatMap { $0.transitions }

  /// What makes a job take it, as a clause without a subject's name.
  package var cause: String {
    switch to {
    case .undefined: "nothing"
    case .created: "a command makes it"
    case .running: from == .created ? "it starts" : "resume, or QEMU lets it go on"
    case .paused: "pause, an I/O error, or QEMU itself"
    case .ready:
      from == .running ? "the target has caught up" : "resume, or QEMU lets it go on"
    case .standby: "pause, an I/O error, or QEMU itself"
    case .waiting: from == .ready ? "complete, or cancel without --force" : "its work is done"
    case .pending: "all jobs of its transaction are done"
    case .aborting: from == .created ? "its transaction fails" : "it fails or is cancelled"
    case .concluded: from == .pending ? "finalize, or auto-finalize" : "it has cleaned up"
    case .null: from == .created ? "its command fails" : "dismiss, or auto-dismiss"
    }
  }
}

extension JobStatus {
  /// The steps from this status, in the order of the schema.
  package var transitions: [JobTransition] {
    JobStatus.allCases
      .filter { $0 != self && successors.contains($0) }
      .map { JobTransition(self, $0) }
  }
}
