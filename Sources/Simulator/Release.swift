package import QMP

/// What a release of QEMU has and does, as far as jobs go.
///
/// Sources: facts read in job.c, blockjob.c and qapi/*.json of each release, and seen on 5.2.0,
/// 7.2.22, 10.0.13 and 11.1.3.
package struct Release: Hashable, Sendable {
  package let version: QEMUVersion

  package init(_ version: QEMUVersion) {
    self.version = version
  }

  func isAtLeast(_ major: Int64, _ minor: Int64, _ micro: Int64 = 0) -> Bool {
    version >= QEMUVersion(major, minor, micro)
  }

  /// `job-*`, `query-jobs`, JOB_STATUS_CHANGE and errors in BlockJobInfo.
  var hasJobFamily: Bool { isAtLeast(3, 0) }

  /// Out-of-band execution is offered by default.
  var offersOutOfBand: Bool { isAtLeast(4, 0) }

  /// Drains show as pairs of paused and running.
  var showsDrains: Bool { isAtLeast(6, 0) }

  /// Resuming a ready job that stopped on an error fails an assertion.
  var diesOfResumeAfterError: Bool { !isAtLeast(6, 2) }

  /// Completing a mirror with `replaces` a second time fails an assertion.
  var diesOfSecondComplete: Bool {
    isAtLeast(6, 0) && !isAtLeast(11, 1)
      && !(isAtLeast(10, 0, 13) && version < QEMUVersion(10, 1))
  }

  /// Cancelling a job that stopped on an error fails an assertion.
  var diesOfCancelAfterError: Bool { version == QEMUVersion(3, 0, 0) }
}
