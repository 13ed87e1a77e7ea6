import Jobs
import Testing

@Suite struct WaitListTests {
  private static let fates: [(Set<JobStatus>, JobType, String, WaitList.Fate)] = [
    ([.concluded, .null], .backup, "", .absent),
    ([.concluded, .null], .backup, "created running", .waiting(.known(.running))),
    (
      [.concluded, .null], .backup, "created running waiting pending COMPLETED concluded",
      .reached(.known(.concluded), .succeeded)
    ),
    (
      [.concluded, .null], .backup, "created running aborting CANCELLED concluded null",
      .reached(.known(.concluded), .cancelled)
    ),
    ([.ready], .mirror, "created running ready READY", .reached(.known(.ready), nil)),
    // What came afterwards does not matter.
    (
      [.ready], .mirror, "created running ready READY aborting CANCELLED concluded null",
      .reached(.known(.ready), nil)
    ),
    ([.ready], .mirror, "created running aborting", .lost(.known(.aborting))),
    (
      [.ready], .mirror, "created running aborting FAILED concluded",
      .missed(.known(.concluded), .failed("Input/output error"))
    ),
    ([.paused], .mirror, "created running ready", .missed(.known(.ready), nil)),
    (
      [.null], .backup, "created running aborting CANCELLED concluded", .waiting(.known(.concluded))
    ),
    (
      [.null], .backup, "created running aborting CANCELLED concluded null",
      .reached(.known(.null), .cancelled)
    ),
    // A phantom was never there.
    ([.concluded, .null], .backup, "created null", .absent),
    // The first instance counts.
    (
      [.ready], .mirror, "created running aborting CANCELLED concluded null created running ready",
      .missed(.known(.concluded), .cancelled)
    ),
    (
      [.concluded, .null], .backup, "created running created running",
      .missed(.known(.null), .unknown)
    ),
    ([.concluded, .null], .backup, "created null created running", .waiting(.known(.running))),
  ]

  @Test(arguments: fates)
  func `a wait is decided by the job's own story`(
    _ goal: Set<JobStatus>,
    _ type: JobType,
    _ events: String,
    _ fate: WaitList.Fate
  ) {
    var transcript = BoardTranscript("j", type)
    transcript.receive(events)
    var list = WaitList([("j", JobGoal(goal))])
    for change in transcript.changes { _ = list.note(change) }
    #expect(list["j"] == fate)
    #expect(list.areAllDecided == fate.isDecided && list.isAnyDecided == fate.isDecided)
  }

  @Test func `only what is waited for is noted, and only until it is decided`() {
    var transcript = BoardTranscript("other")
    transcript.receive("created running")
    var list = WaitList([("j", .end), ("k", .end), ("j", JobGoal([.ready]))])
    #expect(list.ids == ["j", "k"])
    #expect(list.goal(of: "j") == .end && list.goal(of: "x") == .end)
    #expect(list.absent == ["j", "k"])
    let notedOther = transcript.changes.map { list.note($0) }
    #expect(notedOther == [false, false])

    var ending = BoardTranscript("j", .backup)
    ending.receive("created running waiting pending COMPLETED concluded null")
    let noted = ending.changes.map { list.note($0) }
    #expect(noted == [true, true, true, true, true, false])
    #expect(list.isAnyDecided && !list.areAllDecided)
    #expect(list.absent == ["k"])
  }

  @Test func `a query may tell later how it ended`() {
    var transcript = BoardTranscript("j", .create)
    transcript.receive("created running aborting concluded")
    var list = WaitList([("j", .end)])
    for change in transcript.changes { _ = list.note(change) }
    #expect(list["j"] == .reached(.known(.concluded), .failed(nil)))
    list.learn(.failed("No space"), of: "j")
    #expect(list["j"] == .reached(.known(.concluded), .failed("No space")))
    list.learn(.cancelled, of: "unknown")
    #expect(list["unknown"] == .absent)
  }
}
