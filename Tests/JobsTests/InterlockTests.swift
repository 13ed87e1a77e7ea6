import Jobs
import QMP
import Testing

@Suite struct InterlockTests {
  private static let resumeKills: [QEMUVersion] = [
    QEMUVersion(2, 12), QEMUVersion(3, 0), QEMUVersion(5, 2), QEMUVersion(6, 0),
    QEMUVersion(6, 1, 1), QEMUVersion(6, 1, 99),
  ]
  private static let resumeIsSafe: [QEMUVersion] = [
    QEMUVersion(6, 2), QEMUVersion(7, 2, 22), QEMUVersion(10, 0, 13), QEMUVersion(11, 1, 3),
  ]
  private static let completeKills: [QEMUVersion] = [
    QEMUVersion(6, 0), QEMUVersion(6, 1), QEMUVersion(6, 2), QEMUVersion(7, 2, 22),
    QEMUVersion(8, 2), QEMUVersion(9, 2, 4), QEMUVersion(10, 0), QEMUVersion(10, 0, 12),
    QEMUVersion(10, 1), QEMUVersion(10, 2, 2), QEMUVersion(11, 0, 99),
  ]
  /// Below 6.0 the server's own table refuses; the others carry a guard.
  private static let completeIsSafe: [QEMUVersion] = [
    QEMUVersion(2, 12), QEMUVersion(5, 2), QEMUVersion(5, 2, 99), QEMUVersion(10, 0, 13),
    QEMUVersion(10, 0, 99), QEMUVersion(11, 1), QEMUVersion(11, 1, 3), QEMUVersion(12, 0),
  ]

  @Test(arguments: resumeKills)
  func `resume is looked at before 6_2`(_ version: QEMUVersion) {
    #expect(Interlock(concerning: .resume, on: version) == .resumeAfterError)
  }

  @Test(arguments: resumeIsSafe)
  func `resume is let through from 6_2 on`(_ version: QEMUVersion) {
    #expect(Interlock(concerning: .resume, on: version) == nil)
  }

  @Test(arguments: completeKills)
  func `complete is looked at where standby takes it and no guard is known`(
    _ version: QEMUVersion
  ) {
    #expect(Interlock(concerning: .complete, on: version) == .completeInStandby)
  }

  @Test(arguments: completeIsSafe)
  func `complete is let through elsewhere`(_ version: QEMUVersion) {
    #expect(Interlock(concerning: .complete, on: version) == nil)
  }

  @Test(arguments: [JobVerb.cancel, .pause, .setSpeed, .dismiss, .finalize, .change])
  func `no other verb is held back`(_ verb: JobVerb) {
    for version in Self.resumeKills + Self.completeKills {
      #expect(Interlock(concerning: verb, on: version) == nil)
    }
  }

  @Test(arguments: JobStatus.allCases, ["ok", "failed", "nospace", "new"])
  func `resume is held back for a job that an error stopped after it was ready`(
    _ status: JobStatus,
    _ ioStatus: String
  ) throws {
    for type in [JobType.mirror, .commit] {
      let job = try Job.listed(type, status, ioStatus: ioStatus)
      let applies = status == .standby && ioStatus != "ok"
      #expect(Interlock.resumeAfterError.applies(to: job) == applies)
    }
  }

  @Test func `resume in standby is held back when nothing tells of errors`() {
    #expect(Interlock.resumeAfterError.applies(to: .sample(.mirror, .standby)))
    #expect(!Interlock.resumeAfterError.applies(to: .sample(.mirror, .paused)))
  }

  @Test(arguments: JobStatus.allCases, JobType.allCases)
  func `complete is held back for a mirror in standby`(_ status: JobStatus, _ type: JobType) {
    let applies = status == .standby && type == .mirror
    #expect(Interlock.completeInStandby.applies(to: .sample(type, status)) == applies)
  }

  @Test(arguments: Interlock.allCases)
  func `a status that is not known holds nothing back`(_ interlock: Interlock) {
    let job = Job(id: "j", type: .known(.mirror), status: .other("frozen"))
    #expect(!interlock.applies(to: job))
  }

  @Test(arguments: Interlock.allCases)
  func `an explanation names the danger and a way out`(_ interlock: Interlock) {
    let (reason, wayOut) = interlock.explanation
    #expect(reason.contains("kills"))
    #expect(wayOut.contains("--override"))
    #expect(!reason.hasSuffix(".") && !wayOut.hasSuffix("."))
  }
}
