import Jobs
import QMP
import Testing

@Suite struct RefusalTests {
  private let version = ObservedVerb.version
  private let error = ServerError(.generic, "whatever it says")

  @Test(arguments: ObservedVerb.all.filter { $0.action != nil && $0.outcome != .accepted })
  func `every refusal seen on 7.2 is explained`(_ seen: ObservedVerb) throws {
    let request = VerbRequest(try #require(seen.action), "j")
    let refusal = Refusal(
      of: request,
      after: error,
      job: .sample(seen.type, seen.status),
      version: version
    )
    switch seen.outcome {
    case .wrongState where request.verb == .complete && !seen.type.canBecomeReady:
      #expect(refusal == .neverCompleted(seen.type))
    case .wrongState, .alreadyPaused, .notPaused:
      let accepted = request.verb.acceptingStatuses(in: version)
      #expect(refusal == .status(.known(seen.status), accepted: accepted))
      #expect(!accepted.contains(seen.status))
    case .cancelWhilePaused: #expect(refusal == .cancelWhilePaused(seen.status))
    case .noBlockJob: #expect(refusal == .noSpeedLimit(.known(seen.type)))
    case .accepted, .noCommand: Issue.record("not a refusal of a verb")
    }
  }

  @Test(arguments: [
    VerbRequest.Action.pause, .resume, .cancel, .forceCancel, .complete, .finalize, .dismiss,
    .setSpeed(.unlimited),
  ])
  func `a job that is not there explains everything`(_ action: VerbRequest.Action) {
    #expect(
      Refusal(of: VerbRequest(action, "j"), after: error, job: nil, version: version) == .noSuchJob
    )
  }

  @Test func `what a release does not accept is told by its own table`() {
    let complete = VerbRequest(.complete, "j")
    let job = Job.sample(.mirror, .standby)
    #expect(
      Refusal(of: complete, after: error, job: job, version: QEMUVersion(5, 2))
        == .status(.known(.standby), accepted: [.ready])
    )
    #expect(
      Refusal(of: complete, after: error, job: job, version: QEMUVersion(6, 0)) == .unexplained
    )
  }

  @Test func `a status that is not known accepts nothing`() {
    let job = Job(id: "j", type: .known(.mirror), status: .other("frozen"))
    #expect(
      Refusal(of: VerbRequest(.pause, "j"), after: error, job: job, version: version)
        == .status(.other("frozen"), accepted: [.created, .running, .ready])
    )
  }

  @Test(arguments: [
    // Paused by QEMU itself: "Can't resume a job that was not paused".
    (VerbRequest.Action.resume, JobStatus.paused),
    // Paused before 6.0, though it does not show: "Job is already paused".
    (.pause, .running),
    // Cancelled softly before: "The active block job 'j' cannot be completed".
    (.complete, .ready),
    (.forceCancel, .paused),
    (.forceCancel, .standby),
    (.cancel, .running),
    (.setSpeed(.unlimited), .running),
  ])
  func `where the status would accept the verb, the server's words are all there is`(
    _ action: VerbRequest.Action,
    _ status: JobStatus
  ) {
    let request = VerbRequest(action, "j")
    #expect(
      Refusal(of: request, after: error, job: .sample(.mirror, status), version: version)
        == .unexplained
    )
  }

  @Test(arguments: [JobStatus.running, .concluded])
  func `a command that the server does not carry out says nothing about the job`(
    _ status: JobStatus
  ) {
    let refusal = Refusal(
      of: VerbRequest(.pause, "j"),
      after: ServerError(.commandNotFound, "Deprecated command disabled by policy"),
      job: .sample(.mirror, status),
      version: version
    )
    #expect(refusal == .unexplained)
  }

  @Test func `a job of unknown type has a speed limit if the older family lists it`() throws {
    let request = VerbRequest(.setSpeed(.unlimited), "j")
    let unlisted = Job(id: "j", type: .other("teleport"), status: .known(.running))
    let listed = unlisted.updated(by: try Job.listed())
    #expect(
      Refusal(of: request, after: error, job: unlisted, version: version)
        == .noSpeedLimit(.other("teleport"))
    )
    #expect(Refusal(of: request, after: error, job: listed, version: version) == .unexplained)
  }
}
