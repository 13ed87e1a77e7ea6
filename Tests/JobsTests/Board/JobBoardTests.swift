import Jobs
import QMP
import Testing

@Suite struct JobBoardTests {
  // MARK: - Events alone

  /// The sequences seen on real servers, with how each ends.
  private static let endings: [(String, JobType, String, String, JobOutcome)] = [
    (
      "a mirror completed", .mirror,
      "created running ready READY waiting pending COMPLETED concluded null",
      "pending > concluded", .succeeded
    ),
    (
      "a mirror finalized and dismissed by hand", .mirror,
      "created running ready READY waiting pending PENDING COMPLETED concluded null",
      "pending > concluded", .succeeded
    ),
    (
      "a ready mirror cancelled by force", .mirror,
      "created running ready READY aborting CANCELLED concluded null",
      "aborting > concluded", .cancelled
    ),
    (
      "a paused backup cancelled", .backup,
      "created running paused running aborting CANCELLED concluded null",
      "aborting > concluded", .cancelled
    ),
    (
      "a backup that failed", .backup,
      "created running ERROR aborting FAILED concluded null",
      "aborting > concluded", .failed("Input/output error")
    ),
    (
      "a finalize that failed", .mirror,
      "created running ready waiting pending PENDING aborting FAILED concluded null",
      "aborting > concluded", .failed("Input/output error")
    ),
    (
      "an image created", .create, "created running waiting pending concluded null",
      "pending > concluded", .succeeded
    ),
    (
      "an image not created", .create, "created running aborting concluded null",
      "aborting > concluded", .failed(nil)
    ),
  ]

  @Test(arguments: endings)
  func `the outcome is known once a job has concluded`(
    _ name: String,
    _ type: JobType,
    _ events: String,
    _ conclusion: String,
    _ outcome: JobOutcome
  ) throws {
    var transcript = BoardTranscript("j", type)
    transcript.receive(events)
    let last = transcript.changes.suffix(2)
    #expect(transcript.lines.dropLast().last?.hasPrefix(conclusion) == true, "\(name)")
    #expect(last.map(\.outcome) == [outcome, outcome], "\(name)")
    // What is over is forgotten.
    #expect(transcript.entry == nil)
    #expect(transcript.board.jobs.isEmpty)
  }

  @Test func `a job that never started is a phantom, and has no outcome`() {
    var transcript = BoardTranscript()
    transcript.receive("created null")
    #expect(transcript.lines == ["- > created", "created > null phantom"])
  }

  @Test func `nor did one whose transaction was refused`() {
    var transcript = BoardTranscript()
    transcript.receive("created aborting concluded null")
    #expect(
      transcript.lines == [
        "- > created", "created > aborting phantom", "aborting > concluded phantom",
        "concluded > null phantom",
      ]
    )
    #expect(transcript.changes.allSatisfy { $0.outcome == nil })
  }

  @Test func `an event that changes no status is no change`() {
    var transcript = BoardTranscript()
    transcript.receive("created running running READY PENDING ERROR aborting aborting")
    #expect(transcript.lines == ["- > created", "created > running", "running > aborting"])
  }

  @Test func `the end of a job of which nothing else is known tells nothing`() {
    var transcript = BoardTranscript()
    transcript.receive("null")
    #expect(transcript.changes.isEmpty)
    transcript.receive("concluded null")
    #expect(transcript.lines == ["- > concluded unknown", "concluded > null unknown"])
  }

  @Test(arguments: [
    ("READY waiting", ["- > ready", "ready > waiting"]),
    ("PENDING aborting", ["- > pending", "pending > aborting"]),
    (
      "COMPLETED concluded null",
      ["- > pending", "pending > concluded succeeded", "concluded > null succeeded"]
    ),
    ("FAILED concluded", ["- > aborting", "aborting > concluded failed: Input/output error"]),
    ("CANCELLED concluded", ["- > aborting", "aborting > concluded cancelled"]),
    ("ERROR paused", ["- > paused"]),
  ])
  func `a companion whose status was missed stands for it`(_ events: String, _ lines: [String]) {
    var transcript = BoardTranscript()
    transcript.receive(events)
    #expect(transcript.lines == lines)
    // Nor does the reply to a query that was made before undo it.
    transcript = BoardTranscript()
    transcript.query([transcript.listed(.running)], during: events)
    #expect(transcript.lines == lines)
  }

  @Test func `an id that is used again is another job`() {
    var transcript = BoardTranscript()
    transcript.receive("created running aborting FAILED concluded null created running")
    #expect(transcript.entry?.job.status == .known(.running))
    #expect(transcript.entry?.outcome == nil)
    #expect(transcript.entry?.job.error == nil)
    #expect(transcript.lines.suffix(2) == ["- > created", "created > running"])
    // The end of the first may have been missed.
    transcript.receive("created waiting pending COMPLETED concluded")
    #expect(transcript.changes.last?.outcome == .succeeded)
  }

  @Test func `a status of a newer server is kept`() {
    var transcript = BoardTranscript()
    transcript.receive("created frozen running")
    #expect(transcript.lines == ["- > created", "created > frozen", "frozen > running"])
  }

  @Test func `progress and type come with companions`() {
    var board = JobBoard()
    _ = board.apply(JobEvent(id: "j", .status(.known(.running))))
    #expect(board["j"]?.knownType == nil)
    let progress = Progress(current: 1, total: 2)
    #expect(
      board.apply(JobEvent(id: "j", .ready, type: .known(.mirror), progress: progress)) == nil
    )
    #expect(board["j"]?.knownType == .known(.mirror))
    #expect(board["j"]?.job.progress == progress)
    #expect(board["k"] == nil)
  }
}
