import Jobs
import QMP
import Testing

extension JobBoardTests {
  /// Replies, and events that overtake them.
  @Suite struct Queries {
    @Test func `the first query tells what is there`() {
      var transcript = BoardTranscript()
      transcript.query([transcript.listed(.running)])
      #expect(transcript.lines == ["- > running (query)"])
      transcript.query([transcript.listed(.running)])
      #expect(transcript.lines.count == 1)
    }

    @Test func `a query tells what was missed`() {
      var transcript = BoardTranscript()
      transcript.receive("created running")
      transcript.query([transcript.listed(.ready)])
      #expect(transcript.lines.last == "running > ready (query)")
    }

    @Test(arguments: [
      (nil, "succeeded"), ("Operation canceled", "cancelled"), ("No space", "failed: No space"),
    ])
    func `a concluded job is judged by its error`(_ error: String?, _ outcome: String) {
      var transcript = BoardTranscript()
      transcript.query([transcript.listed(.concluded, error: error)])
      #expect(transcript.lines == ["- > concluded \(outcome) (query)"])
    }

    @Test func `a job that is gone ended somehow`() {
      var transcript = BoardTranscript()
      transcript.receive("created running")
      transcript.query([])
      #expect(transcript.lines.last == "running > null unknown (query)")
      #expect(transcript.entry == nil)
    }

    @Test func `what a companion told of the end outlives the job`() {
      var transcript = BoardTranscript()
      transcript.receive("created running aborting CANCELLED")
      transcript.query([])
      #expect(transcript.lines.last == "aborting > null cancelled (query)")
    }

    @Test func `events that came before the reply are right, and the reply is older`() {
      var transcript = BoardTranscript()
      transcript.receive("created")
      transcript.query([transcript.listed(.running)], during: "running ready")
      #expect(transcript.lines == ["- > created", "created > running", "running > ready"])
      #expect(transcript.entry?.job.status == .known(.ready))
    }

    @Test func `a job that ended before the reply does not come back with it`() {
      var transcript = BoardTranscript()
      transcript.receive("created running")
      transcript.query([transcript.listed(.running)], during: "aborting FAILED concluded null")
      #expect(transcript.lines.last == "concluded > null failed: Input/output error")
      #expect(transcript.entry == nil)
    }

    @Test func `a job that began after the reply was made is not gone`() {
      var transcript = BoardTranscript()
      transcript.query([], during: "created running")
      #expect(transcript.lines == ["- > created", "created > running"])
      #expect(transcript.entry?.job.status == .known(.running))
    }

    @Test func `events that came before the query was sent are older than its reply`() {
      var transcript = BoardTranscript()
      transcript.query([transcript.listed(.running)])
      transcript.receive("ready")
      transcript.query([transcript.listed(.standby)])
      #expect(transcript.lines.suffix(2) == ["running > ready", "ready > standby (query)"])
      transcript.query([])
      #expect(transcript.lines.last == "standby > null unknown (query)")
    }

    @Test func `a query adds the words about a failure`() {
      var transcript = BoardTranscript("j", .create)
      transcript.receive("created running aborting concluded")
      #expect(transcript.entry?.outcome == .failed(nil))
      transcript.query([transcript.listed(.concluded, error: "Could not create file")])
      #expect(transcript.entry?.outcome == .failed("Could not create file"))
    }

    @Test func `what only one query tells is kept by the next`() throws {
      var board = JobBoard()
      board.queryBegins()
      _ = board.apply([try Job.listed(.mirror, .running, speed: 1024)])
      board.queryBegins()
      _ = board.apply([.sample(.mirror, .ready)])
      #expect(board["j"]?.job.status == .known(.ready))
      #expect(board["j"]?.job.block?.speed?.bytesPerSecond == 1024)
    }

    @Test func `jobs that are gone are told in the order of their ids`() {
      var board = JobBoard()
      board.queryBegins()
      _ = board.apply(
        ["c", "a", "b"].map { Job(id: $0, type: .known(.backup), status: .known(.running)) }
      )
      board.queryBegins()
      #expect(board.apply([]).map(\.id) == ["a", "b", "c"])
    }
  }
}
