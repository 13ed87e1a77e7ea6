import CommandTable
import JobControl
import Jobs
import QMP
import Testing

extension EventFoldingTests {
  /// Pauses of many jobs at a time, as every start and end of one of them makes.
  @Suite struct Storms {
    private static let jobs = (0..<200).map { number in
      Job(id: "b\(number)", type: .known(.backup), status: .known(.running))
    }

    private static func drain(_ ids: some Sequence<Int>) -> String {
      let pauses = ids.map { "b\($0):paused" } + ids.map { "b\($0):running" }
      return pauses.joined(separator: " ")
    }

    @Test func `40,000 events of 200 jobs are a handful of lines`() throws {
      var transcript = FoldingTranscript(Self.jobs)
      let paused = try Self.jobs.map { try Self.event($0.id, "paused") }
      let running = try Self.jobs.map { try Self.event($0.id, "running") }
      for _ in 0..<100 {
        for event in paused + running { transcript.note(event) }
        try transcript.play("+20ms")
      }
      try transcript.play("+5000ms")
      #expect(transcript.lines == ["1000 200 jobs 10000 drains", "2000 200 jobs 10000 drains"])
      #expect(transcript.folding.due == nil)
    }

    @Test func `what happens to each job in a storm is told as ever`() throws {
      var transcript = FoldingTranscript(Array(Self.jobs.prefix(6)))
      for number in 0..<5 {
        try transcript.play(Self.drain((number)..<6))
        try transcript.play("b\(number):aborting b\(number):CANCELLED b\(number):concluded")
      }
      try transcript.play("+1000ms")
      let news = (0..<5).flatMap { number in
        [
          "0 b\(number) running > aborting",
          "0 b\(number) aborting > concluded cancelled 4096/4096",
        ]
      }
      #expect(transcript.lines == news + ["1000 6 jobs 20 drains"])
    }

    @Test func `those of a few jobs are told job by job, before their other news`() throws {
      var transcript = FoldingTranscript(Array(Self.jobs.prefix(3)))
      try transcript.play("\(Self.drain(0..<3)) \(Self.drain(0..<3)) b1:waiting +1000ms")
      #expect(
        transcript.lines == [
          "0 b1 2 drains", "0 b1 running > waiting", "1000 b0 2 drains", "1000 b2 2 drains",
        ]
      )
    }

    @Test func `errors in a storm are told with their job`() throws {
      var transcript = FoldingTranscript(Array(Self.jobs.prefix(4)))
      try transcript.play("\(Self.drain(0..<4)) b2:IGNORED b2:IGNORED b2:waiting +1000ms")
      #expect(
        transcript.lines == [
          "0 b2 1 write ignore", "0 b2 1 write ignore", "0 b2 running > waiting",
          "1000 4 jobs 4 drains",
        ]
      )
    }

    @Test func `only the jobs that are watched count`() throws {
      var named = FoldingTranscript(Self.jobs, of: ["b1", "b7?"])
      try named.play("\(Self.drain(0..<200)) +1000ms")
      #expect(named.lines == ["1000 11 jobs 11 drains"])

      let mirror = Job(id: "m", type: .known(.mirror), status: .known(.running))
      var typed = FoldingTranscript(Self.jobs + [mirror], types: [.mirror])
      try typed.play("\(Self.drain(0..<200)) m:paused m:running +1000ms")
      #expect(typed.lines == ["1000 m 1 drains"])
    }

    @Test func `the time of a storm is that of its last event`() throws {
      var transcript = FoldingTranscript(Array(Self.jobs.prefix(4)))
      try transcript.play("\(Self.drain(0..<4)) +7ms \(Self.drain(1..<2)) +1000ms")
      #expect(transcript.entries.last?.timestamp?.microseconds == 7000)
    }

    // MARK: - Nothing folded

    @Test func `with nothing folded, every event is an entry`() throws {
      let story = """
        m:created m:running m:paused m:running m:ready m:READY m:waiting m:pending m:PENDING \
        m:IGNORED m:IGNORED m:aborting m:FAILED m:concluded m:null x:created x:null y:null
        """
      var transcript = FoldingTranscript(foldsNothing: true)
      try transcript.play(story)
      #expect(
        transcript.lines == [
          "0 m - > created", "0 m created > running", "0 m running > paused",
          "0 m paused > running", "0 m running > ready", "0 m BLOCK_JOB_READY",
          "0 m ready > waiting", "0 m waiting > pending", "0 m BLOCK_JOB_PENDING",
          "0 m 1 write ignore", "0 m 1 write ignore", "0 m pending > aborting",
          "0 m BLOCK_JOB_COMPLETED No space left",
          #"0 m aborting > concluded failed(Optional("No space left")) 4096/4096"#,
          #"0 m concluded > null failed(Optional("No space left")) 4096/4096"#,
          "0 x - > created", "0 x phantom", "0 y - > null",
        ]
      )
      #expect(transcript.folding.due == nil)
      #expect(transcript.entries.allSatisfy { $0.event != nil })
    }

    // MARK: - Servers before 3.0

    @Test func `before 3.0 companions are all there is`() throws {
      var transcript = FoldingTranscript(Self.jobs, version: QEMUVersion(2, 12))
      try transcript.play("b0:READY b0:COMPLETED b1:IGNORED b1:FAILED b2:CANCELLED n:READY +1000ms")
      #expect(
        transcript.lines == [
          "0 b0 running > ready 4096/4096", "0 b0 ready > concluded succeeded 4096/4096",
          "0 b1 1 write ignore",
          #"0 b1 running > concluded failed(Optional("No space left")) 4096/4096"#,
          "0 b2 running > concluded cancelled 4096/4096", "0 n - > ready 4096/4096",
        ]
      )
    }

    private static func event(_ id: String, _ word: String) throws -> Event {
      try Event(id, word, type: "backup", at: Event.Timestamp(seconds: 0, microseconds: 0))
    }
  }
}
