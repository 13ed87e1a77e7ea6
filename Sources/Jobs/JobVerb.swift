package import QMP

/// What can be done to a job (`JobVerb`, qapi/job.json).
package enum JobVerb: String, CaseIterable, Sendable {
  case cancel
  case pause
  case resume
  case setSpeed = "set-speed"
  case complete
  case dismiss
  case finalize
  /// Since 8.2.
  case change
}

extension JobVerb {
  /// A row of QEMU's verb table: from release `since` on, `verb` is legal in `statuses`.
  package struct Rule: Hashable, Sendable {
    package let verb: JobVerb
    package let statuses: [JobStatus]
    package let since: QEMUVersion
  }

  /// The release that the table begins with; it held before, too.
  package static let oldestRelease = QEMUVersion(2, 12)

  /// `JobVerbTable` in job.c (blockjob.c in 2.12), with the two changes it has ever seen:
  /// `complete` in `standby` (6.0) and the verb `change` (8.2).
  package static let table: [Rule] = [
    Rule(
      verb: .cancel,
      statuses: [.created, .running, .paused, .ready, .standby, .waiting, .pending],
      since: oldestRelease
    ),
    Rule(
      verb: .pause,
      statuses: [.created, .running, .paused, .ready, .standby],
      since: oldestRelease
    ),
    Rule(
      verb: .resume,
      statuses: [.created, .running, .paused, .ready, .standby],
      since: oldestRelease
    ),
    Rule(
      verb: .setSpeed,
      statuses: [.created, .running, .paused, .ready, .standby],
      since: oldestRelease
    ),
    Rule(verb: .complete, statuses: [.ready], since: oldestRelease),
    Rule(verb: .complete, statuses: [.standby], since: QEMUVersion(6, 0)),
    Rule(verb: .finalize, statuses: [.pending], since: oldestRelease),
    Rule(verb: .dismiss, statuses: [.concluded], since: oldestRelease),
    Rule(
      verb: .change,
      statuses: [.created, .running, .paused, .ready, .standby],
      since: QEMUVersion(8, 2)
    ),
  ]

  /// The statuses in which QEMU's verb table allows this verb.
  package func legalStatuses(in version: QEMUVersion) -> [JobStatus] {
    Self.table.filter { $0.verb == self && $0.since <= version }.flatMap(\.statuses)
  }

  /// The statuses in which a server carries the verb out.
  ///
  /// The verb table and the test that follows it in job.c: a job that is paused cannot be paused
  /// again, and only a paused one can be resumed.
  package func acceptingStatuses(in version: QEMUVersion) -> [JobStatus] {
    let paused: [JobStatus] = [.paused, .standby]
    return legalStatuses(in: version).filter { status in
      switch self {
      case .pause: !paused.contains(status)
      case .resume: paused.contains(status)
      case .cancel, .setSpeed, .complete, .dismiss, .finalize, .change: true
      }
    }
  }

  /// The first release that carries the verb out in a status; nil where none does.
  package func firstRelease(accepting status: JobStatus) -> QEMUVersion? {
    Self.table.map(\.since).filter { acceptingStatuses(in: $0).contains(status) }.min()
  }
}
