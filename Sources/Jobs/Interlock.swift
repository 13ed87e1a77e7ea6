package import QMP

/// Known ways for one command to kill a guest.
///
/// These are the only requests that are not left to the server's judgement: it would carry them out
/// and die. The greeting's version is all there is to go by.
package enum Interlock: Error, Hashable, CaseIterable, Sendable {
  /// Resuming a ready mirror that stopped on an I/O error enters `ready` a second time, which fails
  /// an assertion (block/mirror.c in 2.12 to 6.1, mended in 6.2; seen on 5.2.0).
  case resumeAfterError
  /// Completing a mirror with `replaces` twice fails an assertion (block/mirror.c up to 10.2; seen
  /// on 7.2.22; guarded in 10.0.13 and 11.1.3), and nobody can tell whether a mirror in standby has
  /// been completed before.
  case completeInStandby

  /// The interlock that may concern `verb` on a server of this version, whatever the job.
  ///
  /// Only where there is one does anybody have to look at the job first.
  package init?(concerning verb: JobVerb, on version: QEMUVersion) {
    switch verb {
    case .resume:
      guard version < QEMUVersion(6, 2) else { return nil }
      self = .resumeAfterError
    case .complete:
      // Before 6.0 the server itself refuses complete in standby.
      guard version >= QEMUVersion(6, 0), !Self.guardsSecondComplete(version) else { return nil }
      self = .completeInStandby
    case .cancel, .pause, .setSpeed, .dismiss, .finalize, .change:
      return nil
    }
  }

  private static func guardsSecondComplete(_ version: QEMUVersion) -> Bool {
    version >= QEMUVersion(11, 1)
      || (QEMUVersion(10, 0, 13)..<QEMUVersion(10, 1)).contains(version)
  }

  /// Whether it holds back the verb for this job, of which BlockJobInfo must be known.
  package func applies(to job: Job) -> Bool {
    guard job.status == .known(.standby) else { return false }
    switch self {
    case .resumeAfterError: return job.block?.ioStatus != "ok"
    case .completeInStandby: return job.type == .known(.mirror)
    }
  }

  /// Why, and the safe way out: two clauses.
  package var explanation: (reason: String, wayOut: String) {
    switch self {
    case .resumeAfterError:
      (
        "it stopped on an I/O error after it was ready; resuming such a job kills QEMU before 6.2",
        "cancel it with --force, or resume it all the same with --override"
      )
    case .completeInStandby:
      (
        "it is paused after ready, and completing such a mirror a second time kills this QEMU",
        "resume it first; if it was never completed, --override completes it now"
      )
    }
  }
}
