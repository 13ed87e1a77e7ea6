import CommandTable
import JobControl
import Jobs
import QMP
import Testing

@Suite struct EventFoldingTests {
  private static let jobs = [
    Job(id: "m", type: .known(.mirror), status: .known(.running)),
    Job(id: "b", type: .known(.backup), status: .known(.running)),
  ]

  private static let stories: [(String, [String])] = [
    // Births.
    ("n:created n:running", ["0 n - > running"]),
    ("n:created +150ms n:running", ["150 n - > running"]),
    ("n:created +300ms n:running", ["200 n - > created", "300 n created > running"]),
    // The pauses that go with it.
    ("n:created n:running n:paused n:running +2000ms", ["0 n - > running"]),
    (
      "n:created n:running +200ms n:paused n:running +2000ms",
      ["0 n - > running", "1200 n 1 drains"]
    ),
    (
      "n:created n:running n:paused +500ms n:running",
      ["0 n - > running", "200 n running > paused", "500 n paused > running"]
    ),
    ("n:created n:null", ["0 n phantom"]),
    ("n:created +300ms n:null", ["200 n - > created", "300 n phantom"]),
    ("n:created n:aborting n:concluded n:null", ["0 n phantom"]),
    (
      "n:created +300ms n:aborting n:concluded n:null",
      ["200 n - > created", "300 n phantom"]
    ),
    // Pauses.
    ("b:paused b:running +2000ms", ["1000 b 1 drains"]),
    ("b:paused +199ms b:running +2000ms", ["1199 b 1 drains"]),
    ("b:paused +200ms b:running", ["200 b running > paused", "200 b paused > running"]),
    (
      "b:paused b:running +10ms b:paused +500ms b:running +2000ms",
      ["210 b 1 drains", "210 b running > paused", "510 b paused > running"]
    ),
    (
      "b:paused b:running b:paused b:running b:waiting",
      ["0 b 2 drains", "0 b running > waiting"]
    ),
    (
      "b:paused b:running +900ms b:paused b:running +900ms b:paused b:running +2000ms",
      ["1000 b 2 drains", "2800 b 1 drains"]
    ),
    ("b:paused b:aborting", ["0 b running > paused", "0 b paused > aborting"]),
    // Ready.
    ("m:ready m:READY", ["0 m running > ready 4096/4096"]),
    ("m:ready +10ms m:READY", ["10 m running > ready 4096/4096"]),
    ("m:ready +100ms m:READY +1000ms", ["50 m running > ready"]),
    ("m:ready m:waiting", ["0 m running > ready", "0 m ready > waiting"]),
    (
      "m:ready m:standby +300ms m:ready m:READY",
      ["0 m running > ready", "200 m ready > standby", "300 m standby > ready 4096/4096"]
    ),
    (
      "m:ready m:READY m:standby m:ready +2000ms",
      ["0 m running > ready 4096/4096", "1000 m 1 drains"]
    ),
    (
      "m:paused m:running m:ready m:READY",
      ["0 m 1 drains", "0 m running > ready 4096/4096"]
    ),
    // The end, with the numbers and the words of its companion.
    (
      "b:waiting b:pending b:COMPLETED b:concluded b:null",
      [
        "0 b running > waiting", "0 b waiting > pending",
        "0 b pending > concluded succeeded 4096/4096", "0 b concluded > null succeeded 4096/4096",
      ]
    ),
    (
      "b:aborting b:FAILED b:concluded",
      [
        "0 b running > aborting",
        #"0 b aborting > concluded failed(Optional("No space left")) 4096/4096"#,
      ]
    ),
    // What is of no interest.
    ("b:running b:PENDING x:null x:IGNORED", ["0 x 1 write ignore"]),
  ]

  @Test(arguments: stories)
  func `what is worth a line`(_ story: String, _ lines: [String]) throws {
    var transcript = FoldingTranscript(Self.jobs)
    try transcript.play(story)
    #expect(transcript.lines == lines)
  }

  @Test(arguments: stories.map(\.0))
  func `nothing is held back for ever, and nothing is due when nothing is held`(
    _ story: String
  ) throws {
    var transcript = FoldingTranscript(Self.jobs)
    try transcript.play(story + " +5000ms")
    let count = transcript.entries.count
    #expect(transcript.folding.due == nil)
    transcript.finish()
    #expect(transcript.entries.count == count)
  }

  @Test func `what is held back can be told at once`() throws {
    var transcript = FoldingTranscript(Self.jobs)
    try transcript.play("m:paused b:IGNORED b:IGNORED b:IGNORED n:created")
    transcript.finish()
    #expect(
      transcript.lines == [
        "0 b 1 write ignore", "0 m running > paused", "0 n - > created", "0 b 2 write ignore",
      ]
    )
    #expect(transcript.folding.due == nil)
  }

  @Test func `time of the server's clock goes with each entry`() throws {
    var transcript = FoldingTranscript(Self.jobs)
    try transcript.play("b:paused +5ms b:running +5ms b:paused +10ms b:running +2000ms")
    #expect(transcript.lines == ["1005 b 2 drains"])
    #expect(transcript.entries[0].timestamp == Event.Timestamp(seconds: 0, microseconds: 20000))
    #expect(transcript.entries[0].event == nil)
  }

  // MARK: - Errors

  @Test func `errors that are ignored are counted by the second`() throws {
    var transcript = FoldingTranscript(Self.jobs)
    let second = Array(repeating: "b:IGNORED +1ms", count: 1000).joined(separator: " ")
    try transcript.play("\(second) \(second) +200ms b:waiting")
    #expect(
      transcript.lines == [
        "0 b 1 write ignore", "1000 b 999 write ignore", "2000 b 1000 write ignore",
        "2200 b running > waiting",
      ]
    )
  }

  @Test func `their number comes before what they led to`() throws {
    var transcript = FoldingTranscript(Self.jobs)
    try transcript.play("b:IGNORED b:IGNORED b:IGNORED b:aborting")
    #expect(
      transcript.lines == ["0 b 1 write ignore", "0 b 2 write ignore", "0 b running > aborting"]
    )
  }

  @Test func `when they had stopped, the next one is told at once`() throws {
    var transcript = FoldingTranscript(Self.jobs)
    try transcript.play("b:IGNORED b:IGNORED +2500ms b:IGNORED +1500ms")
    #expect(
      transcript.lines == ["0 b 1 write ignore", "1000 b 1 write ignore", "2500 b 1 write ignore"]
    )
  }

  @Test func `each kind of each job is counted by itself`() throws {
    var transcript = FoldingTranscript(Self.jobs)
    let event = try Event(
      text: """
        "event": "BLOCK_JOB_ERROR", "data": {"device": "b", "operation": "read", "action": "stop"}
        """
    )
    transcript.note(event)
    try transcript.play("b:IGNORED m:IGNORED")
    transcript.note(event)
    try transcript.play("b:IGNORED +1000ms")
    #expect(
      transcript.lines == [
        "0 b 1 read stop", "0 b 1 write ignore", "0 m 1 write ignore", "1000 b 1 read stop",
        "1000 b 1 write ignore",
      ]
    )
  }
}
