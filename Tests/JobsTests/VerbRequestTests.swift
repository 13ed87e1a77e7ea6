import Jobs
import QMP
import Testing

@Suite struct VerbRequestTests {
  private static let byID: JSONObject = ["id": "j"]
  private static let byDevice: JSONObject = ["device": "j"]
  private static let forced: JSONObject = ["device": "j", "force": true]

  /// Every type there is, one that is not known, and none told.
  private static let types = JobType.allCases.map(Reported.known) + [.other("teleport"), nil]

  private static let requests: [(VerbRequest.Action, [Request])] = [
    (.pause, [Request("job-pause", byID), Request("block-job-pause", byDevice)]),
    (.resume, [Request("job-resume", byID), Request("block-job-resume", byDevice)]),
    (.complete, [Request("job-complete", byID), Request("block-job-complete", byDevice)]),
    // The older family calls the id `device`, except here.
    (.finalize, [Request("job-finalize", byID), Request("block-job-finalize", byID)]),
    (.dismiss, [Request("job-dismiss", byID), Request("block-job-dismiss", byID)]),
    (.forceCancel, [Request("job-cancel", byID), Request("block-job-cancel", forced)]),
    (.setSpeed(.unlimited), [Request("block-job-set-speed", ["device": "j", "speed": 0])]),
  ]

  @Test(arguments: requests)
  func `most verbs are sent alike to jobs of any type`(
    _ action: VerbRequest.Action,
    _ requests: [Request]
  ) {
    for type in Self.types {
      #expect(VerbRequest(action, "j").commands(for: type) == requests)
    }
  }

  @Test(arguments: types)
  func `job-cancel, which throws a copy away, is sent only where there is none`(
    _ type: Reported<JobType>?
  ) {
    let soft = Request("block-job-cancel", Self.byDevice)
    let forced = [Request("job-cancel", Self.byID), Request("block-job-cancel", Self.forced)]
    let commands = VerbRequest(.cancel, "j").commands(for: type)
    switch type?.known {
    case .mirror, .commit: #expect(commands == [soft])
    case .stream, .backup, .create, .amend, .snapshotLoad, .snapshotSave, .snapshotDelete:
      #expect(commands == forced)
    case nil: #expect(commands == [soft, forced[0]])
    }
  }

  @Test func `a speed is sent as an integer`() throws {
    let rate = try #require(ByteRate(bytesPerSecond: .max))
    #expect(
      VerbRequest(.setSpeed(rate), "j").commands(for: nil).map(\.arguments)
        == [["device": "j", "speed": .integer(.max)]]
    )
  }

  @Test func `an id is sent as it was typed`() {
    let id = "a\" \u{1B}[2J\n"
    #expect(
      VerbRequest(.pause, id).commands(for: nil).map(\.arguments)
        == [["id": .string(id)], ["device": .string(id)]]
    )
  }

  @Test(arguments: [
    (VerbRequest.Action.pause, JobVerb.pause), (.resume, .resume), (.cancel, .cancel),
    (.forceCancel, .cancel), (.complete, .complete), (.finalize, .finalize), (.dismiss, .dismiss),
    (.setSpeed(.unlimited), .setSpeed),
  ])
  func `each action is one of the schema's verbs`(_ action: VerbRequest.Action, _ verb: JobVerb) {
    #expect(VerbRequest(action, "j").verb == verb)
  }

  @Test func `the next command is tried only when the refusal says nothing about the job`() {
    let pause = VerbRequest(.pause, "j")
    let cancel = VerbRequest(.cancel, "j")
    #expect(pause.triesNext(after: ServerError(.commandNotFound, "The command has not been found")))
    #expect(!pause.triesNext(after: ServerError(.deviceNotActive, "Block job 'j' not found")))
    #expect(cancel.triesNext(after: ServerError(.deviceNotActive, "Block job 'j' not found")))
    for errorClass in [ServerError.Class.generic, .deviceNotFound, .other("Newer")] {
      #expect(!pause.triesNext(after: ServerError(errorClass, "")))
      #expect(!cancel.triesNext(after: ServerError(errorClass, "")))
    }
  }
}
