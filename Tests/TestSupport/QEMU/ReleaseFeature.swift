/// What not every release has on which tests run.
package enum ReleaseFeature: String, CaseIterable, Sendable {
  /// A storage daemon goes into the background with `--daemonize`.
  case daemonizing
  /// Machines have jobs that save, load and delete snapshots.
  case snapshotJobs
  /// The status shows the pause of a job that sleeps for its speed limit.
  case pauseOfSleepingJobs
  /// The start of a transaction pauses all other jobs for a moment, and says so.
  case toldDrains
  /// A daemon that ends tells its clients first what becomes of its jobs.
  case toldEnd
  /// A mirror in standby accepts complete.
  case completeInStandby
  /// A mirror in standby with `replaces` survives a second complete.
  case secondComplete
  /// A mirror that stopped on an error after it was ready survives resume.
  case resumeAfterError
  /// There is `block-job-change`, and mirrors tell whether they are `actively-synced`.
  case jobChange

  /// Whether a release has it.
  package func exists(in release: Version) -> Bool {
    switch self {
    case .daemonizing, .snapshotJobs, .pauseOfSleepingJobs, .toldDrains, .toldEnd,
      .completeInStandby:
      release >= "6.0"
    case .resumeAfterError:
      release >= "6.2"
    case .jobChange:
      release >= "8.2"
    case .secondComplete:
      release >= "11.1" || release >= "10.0.13" && release < "10.1"
    }
  }
}

extension QEMUInstallation {
  package func has(_ feature: ReleaseFeature) -> Bool {
    feature.exists(in: version)
  }
}
