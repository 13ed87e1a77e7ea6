import Jobs
import QMP
import Testing

@Suite struct JobTests {
  // MARK: - JobInfo

  @Test func `JobInfo, the same from 3_0 to 11_1`() throws {
    let job = try job(
      info: """
        {"current-progress": 1048576, "status": "running", "total-progress": 67108864, \
        "type": "mirror", "id": "mirror0"}
        """
    )
    #expect(
      job
        == Job(
          id: "mirror0",
          type: .known(.mirror),
          status: .known(.running),
          progress: Progress(current: 1_048_576, total: 67_108_864)
        )
    )
    #expect(job?.isBlockJob == true)
  }

  @Test func `JobInfo of a failed job outside the block family`() throws {
    let job = try job(
      info: """
        {"id": "c0", "type": "create", "status": "concluded", "current-progress": 1, \
        "total-progress": 1, "error": "Could not resize file: \\u001b[31mNo space\\n"}
        """
    )
    #expect(job?.error == "Could not resize file: \u{1B}[31mNo space\n")
    #expect(job?.progress == Progress(current: 1, total: 1))
    #expect(job?.isBlockJob == false)
    #expect(job?.block == nil)
  }

  @Test func `words of a newer server are kept`() throws {
    let job = try job(info: #"{"id": "x", "type": "teleport", "status": "frozen", "new": [{}]}"#)
    #expect(job == Job(id: "x", type: .other("teleport"), status: .other("frozen")))
    #expect(job?.isBlockJob == false)
  }

  @Test(arguments: [
    #"{"type": "mirror", "status": "running"}"#,
    #"{"id": "a", "status": "running"}"#,
    #"{"id": "a", "type": "mirror"}"#,
    #"{"id": 1, "type": "mirror", "status": "running"}"#,
    #"{"id": "a", "type": null, "status": "running"}"#,
    #"{"id": "a", "type": "mirror", "status": ["running"]}"#,
    #"["id", "type", "status"]"#,
    #""id""#,
  ])
  func `without id, type and status as strings it is no JobInfo`(_ text: String) throws {
    #expect(try job(info: text) == nil)
  }

  @Test(arguments: [
    #""current-progress": 1"#,
    #""total-progress": 1"#,
    #""current-progress": "1", "total-progress": 2"#,
    #""current-progress": 1.5, "total-progress": 2"#,
    #""current-progress": 1, "total-progress": 9223372036854775808"#,
    #""current-progress": null, "total-progress": 2, "error": null"#,
  ])
  func `a member of another type is not known`(_ members: String) throws {
    let job = try #require(
      try job(info: #"{"id": "a", "type": "mirror", "status": "running", \#(members)}"#)
    )
    #expect(job == Job(id: "a", type: .known(.mirror), status: .known(.running)))
  }

  @Test(arguments: [("5", "5"), (#""""#, ""), ("{}", "{}"), ("false", "false")])
  func `an error of another type is an error all the same`(_ error: String, _ words: String) throws
  {
    let text =
      #"{"id": "a", "type": "mirror", "status": "concluded", "error": \#(error)}"#
    #expect(try job(info: text)?.error == words)
  }

  // MARK: - BlockJobInfo

  @Test(arguments: [
    // 2.12
    "",
    // 3.0 to 8.1
    #", "error": "Input/output error""#,
    // 8.2 to 11.1, of a mirror
    #", "error": "Input/output error", "actively-synced": false"#,
  ])
  func `BlockJobInfo from 2_12 to 11_1`(_ more: String) throws {
    let job = try job(
      blockInfo: """
        {"auto-finalize": false, "io-status": "nospace", "device": "drive0", "auto-dismiss": true, \
        "busy": false, "len": 4194304, "offset": 65536, "status": "paused", "paused": true, \
        "speed": 1024, "ready": false, "type": "mirror"\(more)}
        """
    )
    #expect(job?.id == "drive0")
    #expect(job?.type == .known(.mirror))
    #expect(job?.status == .known(.paused))
    #expect(job?.progress == Progress(current: 65536, total: 4_194_304))
    #expect(job?.error == (more.isEmpty ? nil : "Input/output error"))
    #expect(job?.block?.device == "drive0")
    #expect(job?.block?.speed?.bytesPerSecond == 1024)
    #expect(job?.block?.ioStatus == "nospace")
    #expect(job?.block?.isReady == false)
    #expect(job?.block?.autoFinalize == false)
    #expect(job?.block?.autoDismiss == true)
  }

  @Test func `details that are missing or senseless are not known`() throws {
    let job = try job(
      blockInfo: """
        {"device": "d", "type": "teleport", "status": "running", "speed": -1, "ready": "yes", \
        "io-status": 5}
        """
    )
    #expect(job?.block?.device == "d")
    #expect(job?.block?.speed == nil)
    #expect(job?.block?.isReady == nil)
    #expect(job?.block?.ioStatus == nil)
    #expect(job?.block?.autoFinalize == nil)
    #expect(job?.progress == nil)
    // Whatever query-block-jobs lists is a block job.
    #expect(job?.isBlockJob == true)
  }

  @Test(arguments: [
    #"{"type": "mirror", "status": "running"}"#,
    #"{"device": "a", "type": "mirror"}"#,
    #"{"device": "a", "status": "running"}"#,
    #"{"id": "a", "type": "mirror", "status": "running"}"#,
    "[]",
  ])
  func `without device, type and status it is no BlockJobInfo`(_ text: String) throws {
    #expect(try job(blockInfo: text) == nil)
  }

  // MARK: - Two looks

  @Test func `a later look replaces what it tells and leaves the rest`() throws {
    let details = try #require(try Job.listed().block)
    let earlier = Job(
      id: "a",
      type: .known(.mirror),
      status: .known(.running),
      progress: Progress(current: 1, total: 2),
      error: "first",
      block: details
    )
    let bare = Job(id: "a", type: .known(.mirror), status: .known(.ready))
    let updated = earlier.updated(by: bare)
    #expect(updated.status == .known(.ready))
    #expect(updated.progress == earlier.progress)
    #expect(updated.error == "first")
    #expect(updated.block == details)
    #expect(bare.updated(by: earlier) == earlier)
  }

  private func job(info text: String) throws -> Job? {
    Job(jobInfo: try JSONParser.parse(text))
  }

  private func job(blockInfo text: String) throws -> Job? {
    Job(blockJobInfo: try JSONParser.parse(text))
  }
}
