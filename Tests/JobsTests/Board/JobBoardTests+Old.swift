import Jobs
import QMP
import Testing

extension JobBoardTests {
  /// Servers before 3.0: no event tells of a status, and no query of an error.
  @Suite struct Old {
    private static let stories: [(String, [String])] = [
      ("READY", ["running > ready"]),
      ("READY READY", ["running > ready"]),
      ("READY COMPLETED", ["running > ready", "ready > concluded succeeded"]),
      (
        "PENDING COMPLETED", ["running > pending", "pending > concluded succeeded"]
      ),
      ("ERROR FAILED", ["running > concluded failed: Input/output error"]),
      ("CANCELLED", ["running > concluded cancelled"]),
    ]

    @Test(arguments: stories)
    func `companions stand for the statuses`(_ events: String, _ lines: [String]) {
      var transcript = Self.transcript
      transcript.query([transcript.listed(.running)])
      transcript.receive(events)
      #expect(Array(transcript.lines.dropFirst()) == lines)
    }

    @Test func `only a query tells that a job is gone`() {
      var transcript = Self.transcript
      transcript.query([transcript.listed(.running)])
      transcript.receive("COMPLETED")
      transcript.query([transcript.listed(.concluded)])
      transcript.query([])
      #expect(
        transcript.lines.dropFirst() == [
          "running > concluded succeeded", "concluded > null succeeded (query)",
        ]
      )
    }

    @Test func `a companion is right about a job that the older reply calls running`() {
      var transcript = Self.transcript
      transcript.query([transcript.listed(.running)], during: "CANCELLED")
      #expect(transcript.lines == ["- > concluded cancelled"])
      #expect(transcript.entry?.knownType == .known(.backup))
    }

    @Test func `that a query tells of no error is no success`() {
      var transcript = Self.transcript
      transcript.query([transcript.listed(.concluded)])
      #expect(transcript.lines == ["- > concluded unknown (query)"])
      // As in 2.12.1, whose schema has one.
      transcript = Self.transcript
      transcript.query([transcript.listed(.concluded, error: "No space")])
      #expect(transcript.lines == ["- > concluded failed: No space (query)"])
    }

    private static var transcript: BoardTranscript {
      BoardTranscript("j", .backup, version: QEMUVersion(2, 12))
    }
  }
}
