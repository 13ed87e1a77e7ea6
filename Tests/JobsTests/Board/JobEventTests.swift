import Jobs
import QMP
import Testing

@Suite struct JobEventTests {
  private static let progress = Progress(current: 1_048_576, total: 67_108_864)

  // Of QEMU 7.2.22, as they came.
  private static let events: [(String, JobEvent)] = [
    (
      #""event": "JOB_STATUS_CHANGE", "data": {"status": "created", "id": "m0"}"#,
      JobEvent(id: "m0", .status(.known(.created)))
    ),
    (
      #""event": "JOB_STATUS_CHANGE", "data": {"status": "frozen", "id": "m0"}"#,
      JobEvent(id: "m0", .status(.other("frozen")))
    ),
    (
      """
      "event": "BLOCK_JOB_READY", "data": {"device": "m0", "len": 67108864, "offset": 1048576, \
      "speed": 0, "type": "mirror"}
      """,
      JobEvent(id: "m0", .ready, type: .known(.mirror), progress: progress, speed: .unlimited)
    ),
    (
      #""event": "BLOCK_JOB_PENDING", "data": {"type": "mirror", "id": "m0"}"#,
      JobEvent(id: "m0", .pending, type: .known(.mirror))
    ),
    (
      """
      "event": "BLOCK_JOB_COMPLETED", "data": {"device": "m0", "len": 67108864, \
      "offset": 1048576, "speed": 0, "type": "mirror"}
      """,
      JobEvent(
        id: "m0",
        .completed(error: nil),
        type: .known(.mirror),
        progress: progress,
        speed: .unlimited
      )
    ),
    (
      """
      "event": "BLOCK_JOB_COMPLETED", "data": {"device": "t2", "len": 67108864, \
      "offset": 1048576, "speed": 0, "type": "backup", "error": "Input/output error"}
      """,
      JobEvent(
        id: "t2",
        .completed(error: "Input/output error"),
        type: .known(.backup),
        progress: progress,
        speed: .unlimited
      )
    ),
    (
      """
      "event": "BLOCK_JOB_CANCELLED", "data": {"device": "b0", "len": 67108864, \
      "offset": 1048576, "speed": 65536, "type": "backup"}
      """,
      JobEvent(
        id: "b0",
        .cancelled,
        type: .known(.backup),
        progress: progress,
        speed: ByteRate(bytesPerSecond: 65536)
      )
    ),
    (
      """
      "event": "BLOCK_JOB_ERROR", "data": {"device": "t2", "operation": "read", \
      "action": "report"}
      """,
      JobEvent(id: "t2", .ioError(operation: "read", action: "report"))
    ),
  ]

  @Test(arguments: events)
  func `each event of a job is read`(_ text: String, _ expected: JobEvent) throws {
    #expect(try event(text) == expected)
  }

  @Test(arguments: [
    #""event": "SHUTDOWN", "data": {"guest": false, "reason": "host-qmp-quit"}"#,
    #""event": "BLOCK_IO_ERROR", "data": {"device": "m0", "operation": "read", "action": "stop"}"#,
    #""event": "JOB_STATUS_CHANGE", "data": {"id": "m0"}"#,
    #""event": "BLOCK_JOB_READY", "data": {"id": "m0", "type": "mirror"}"#,
    #""event": "BLOCK_JOB_PENDING", "data": {"device": "m0", "type": "mirror"}"#,
    #""event": "BLOCK_JOB_ERROR", "data": {"device": "m0", "action": "report"}"#,
    #""event": "BLOCK_JOB_CANCELLED""#,
    #""event": "BLOCK_JOB_COMPLETED", "data": ["m0"]"#,
  ])
  func `another event, or one without its data, is none`(_ text: String) throws {
    #expect(try event(text) == nil)
  }

  @Test func `what a companion tells besides may be senseless`() throws {
    let text = """
      "event": "BLOCK_JOB_READY", "data": {"device": "m0", "len": "x", "offset": 1, "speed": -1, \
      "type": 5}
      """
    #expect(try event(text) == JobEvent(id: "m0", .ready))
  }

  @Test(arguments: [
    (#""No space""#, "No space"), (#""""#, ""), ("5", "5"), ("{}", "{}"), ("null", nil),
    (#"{"class": "GenericError"}"#, #"{"class": "GenericError"}"#),
  ])
  func `an error of any shape is none the less one`(_ error: String, _ words: String?) throws {
    let text = #""event": "BLOCK_JOB_COMPLETED", "data": {"device": "m0", "error": \#(error)}"#
    #expect(try event(text) == JobEvent(id: "m0", .completed(error: words)))
  }

  private func event(_ members: String) throws -> JobEvent? {
    let text = #"{"timestamp": {"seconds": 1, "microseconds": 2}, \#(members)}"#
    var offset = 0
    guard case .event(let event)? = try ServerMessage.read(Array(text.utf8), &offset) else {
      Issue.record("not read as an event")
      return nil
    }
    return JobEvent(event)
  }
}
