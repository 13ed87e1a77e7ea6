import Jobs
import QMP
import Testing

@Suite struct JobFieldTests {
  private static let whole: [(JobField, JobField.Value?, JSONValue?)] = [
    (.id, .text("j"), "j"),
    (.type, .text("mirror"), "mirror"),
    (.status, .text("ready"), "ready"),
    (.currentProgress, .bytes(65536), 65536),
    (.totalProgress, .bytes(4_194_304), 4_194_304),
    (.percent, .permille(15), .number(1.5)),
    (.rate, .rate(1000), 1000),
    (.etaSeconds, .seconds(4128), 4128),
    (.speed, .limit(1024), 1024),
    (.device, .text("j"), "j"),
    (.ioStatus, .text("ok"), "ok"),
    (.ready, .flag(true), true),
    (.autoFinalize, .flag(false), false),
    (.autoDismiss, .flag(true), true),
    (.error, nil, nil),
  ]

  @Test(arguments: whole)
  func `a job of which all is known`(
    _ field: JobField,
    _ value: JobField.Value?,
    _ json: JSONValue?
  ) throws {
    let job = try Job.listed(.mirror, .ready, speed: 1024)
    #expect(field.value(of: job, pace: 1000.4) == value)
    #expect(value?.json == json)
  }

  @Test(arguments: JobField.allCases)
  func `what is not known has no value`(_ field: JobField) {
    let job = Job(id: "x", type: .other("teleport"), status: .other("frozen"))
    let expected: JobField.Value? =
      switch field {
      case .id: .text("x")
      case .type: .text("teleport")
      case .status: .text("frozen")
      default: nil
      }
    #expect(field.value(of: job) == expected)
  }

  @Test func `jobs outside the block family count steps, not bytes`() {
    let job = Job.sample(.create, .running, progress: Progress(current: 0, total: 1))
    #expect(JobField.currentProgress.value(of: job) == .steps(0))
    #expect(JobField.totalProgress.value(of: job) == .steps(1))
    #expect(JobField.totalProgress.value(of: job)?.json == 1)
  }

  @Test func `0 of 0 has no percentage and no end in sight`() {
    let job = Job.sample(progress: Progress(current: 0, total: 0))
    #expect(JobField.currentProgress.value(of: job) == .bytes(0))
    #expect(JobField.percent.value(of: job) == nil)
    #expect(JobField.etaSeconds.value(of: job, pace: 10) == nil)
  }

  @Test(arguments: [0.4, 0, 1e300, .infinity, .nan])
  func `a pace need not be a number of the record`(_ pace: Double) {
    let job = Job.sample(progress: Progress(current: 5, total: 10))
    let rate = JobField.rate.value(of: job, pace: pace)
    #expect(rate == (pace < 1 ? .rate(0) : nil))
    // It must not trap, whatever it says.
    _ = JobField.etaSeconds.value(of: job, pace: pace)
  }

  @Test func `a percentage is exact to a tenth in JSON`() {
    for tenths in [0, 1, 3, 333, 999, 1000] {
      let json = JSONWriter.compact(JobField.Value.permille(tenths).json)
      #expect(Double(String(decoding: json, as: UTF8.self)) == Double(tenths) / 10)
    }
  }

  @Test func `fields have QEMU's names, and only block jobs' details need the second query`() {
    #expect(
      JobField.allCases.map(\.rawValue).joined(separator: " ") == """
        id type status current-progress total-progress percent rate eta-seconds speed device \
        io-status ready auto-finalize auto-dismiss error
        """
    )
    #expect(
      JobField.allCases.filter(\.needsBlockJobs)
        == [.speed, .device, .ioStatus, .ready, .autoFinalize, .autoDismiss]
    )
    #expect(JobField.allCases.filter(\.isMeasured) == [.rate, .etaSeconds])
  }

  @Test(arguments: JobField.allCases)
  func `a summary is a clause on one line`(_ field: JobField) {
    #expect(field.summary.isClause)
  }
}
