import Jobs
import Testing

@Suite struct JobGoalTests {
  private static let effects: [(VerbRequest.Action, JobType, Set<JobStatus>?)] = [
    (.pause, .mirror, [.paused, .standby]),
    (.pause, .create, nil),
    (.resume, .mirror, [.running, .ready, .waiting, .pending, .aborting, .concluded, .null]),
    (.resume, .snapshotSave, nil),
    (.cancel, .mirror, [.concluded, .null]),
    (.forceCancel, .create, [.concluded, .null]),
    (.finalize, .backup, [.concluded, .null]),
    (.complete, .mirror, [.concluded, .null]),
    (.dismiss, .backup, [.null]),
    (.setSpeed(.unlimited), .mirror, nil),
  ]

  @Test(arguments: effects)
  func `a verb's effect is a status to wait for`(
    _ action: VerbRequest.Action,
    _ type: JobType,
    _ statuses: Set<JobStatus>?
  ) {
    #expect(JobGoal.effect(of: action, on: .sample(type)) == statuses.map(JobGoal.init))
  }

  @Test func `a job that is finalized by hand completes into pending`() throws {
    let goal = JobGoal.effect(of: .complete, on: try Job.listed(.mirror, .ready))
    #expect(goal == JobGoal([.pending, .concluded, .null]))
  }

  private static let reachable: [(JobStatus, JobStatus, JobType?, Bool)] = [
    (.ready, .running, .mirror, true), (.ready, .running, nil, true),
    (.ready, .running, .backup, false), (.standby, .paused, .stream, false),
    (.ready, .waiting, .mirror, false), (.ready, .standby, .mirror, true),
    (.paused, .ready, .mirror, false), (.running, .ready, .mirror, false),
    (.pending, .aborting, .mirror, false), (.concluded, .aborting, .backup, true),
    (.concluded, .null, .backup, false), (.null, .concluded, .backup, true),
    (.created, .running, .backup, false), (.running, .paused, .backup, true),
  ]

  @Test(arguments: reachable)
  func `a goal may be out of reach`(
    _ goal: JobStatus,
    _ status: JobStatus,
    _ type: JobType?,
    _ isReachable: Bool
  ) {
    let reported = type.map(Reported.known)
    #expect(JobGoal([goal]).isReachable(from: .known(status), by: reported) == isReachable)
  }

  @Test(arguments: JobStatus.allCases)
  func `the end can always come, and a status reaches itself`(_ status: JobStatus) {
    #expect(JobGoal.end.isReachable(from: .known(status), by: nil))
    #expect(JobGoal([status]).isReachable(from: .known(status), by: nil))
    #expect(JobGoal([status]).isReached(in: .known(status)))
    #expect(JobGoal.end.isReached(in: .known(status)) == (status == .concluded || status == .null))
  }

  @Test func `a status that is not known reaches nothing, and may lead anywhere`() {
    #expect(!JobGoal(Set(JobStatus.allCases)).isReached(in: .other("frozen")))
    #expect(JobGoal([.created]).isReachable(from: .other("frozen"), by: nil))
  }
}
