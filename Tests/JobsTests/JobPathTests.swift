import Jobs
import Testing

@Suite struct JobPathTests {
  static let paths: [(JobType, JobStatus, error: String?, [JobStatus])] = [
    (.mirror, .created, nil, [.undefined, .created]),
    (.mirror, .running, nil, [.undefined, .created, .running]),
    (.backup, .paused, nil, [.undefined, .created, .running, .paused]),
    (.mirror, .ready, nil, [.undefined, .created, .running, .ready]),
    (.commit, .standby, nil, [.undefined, .created, .running, .ready, .standby]),
    (.mirror, .waiting, nil, [.undefined, .created, .running, .ready, .waiting]),
    (.backup, .waiting, nil, [.undefined, .created, .running, .waiting]),
    // Of an active layer or of another.
    (.commit, .waiting, nil, [.undefined, .created, .running, .waiting]),
    (.stream, .pending, nil, [.undefined, .created, .running, .waiting, .pending]),
    (.mirror, .aborting, nil, [.undefined, .created, .running, .aborting]),
    (
      .mirror, .concluded, nil,
      [.undefined, .created, .running, .ready, .waiting, .pending, .concluded]
    ),
    (
      .create, .concluded, nil,
      [.undefined, .created, .running, .waiting, .pending, .concluded]
    ),
    (
      .mirror, .concluded, "Operation canceled",
      [
        .undefined, .created, .running, .aborting, .concluded,
      ]
    ),
  ]

  @Test(arguments: paths)
  func `what every way leads through has happened`(
    _ type: JobType,
    _ status: JobStatus,
    _ error: String?,
    _ expected: [JobStatus]
  ) throws {
    let job = Job(id: "j", type: .known(type), status: .known(status), error: error)
    let path = try #require(JobPath(of: job))
    #expect(path.statuses == Set(expected))
  }

  @Test func `a step that may have been another is none of the path's`() throws {
    let job = Job(id: "j", type: .known(.commit), status: .known(.waiting))
    let path = try #require(JobPath(of: job))
    #expect(
      path.transitions == [JobTransition(.undefined, .created), JobTransition(.created, .running)]
    )
  }

  @Test func `pauses that may have been are none of the path's`() throws {
    let job = Job(id: "j", type: .known(.mirror), status: .known(.paused))
    let path = try #require(JobPath(of: job))
    #expect(path.transitions.contains(JobTransition(.running, .paused)))
    #expect(!path.transitions.contains(JobTransition(.paused, .running)))
  }

  @Test(arguments: JobType.allCases, JobStatus.allCases)
  func `the steps are those between its statuses`(_ type: JobType, _ status: JobStatus) throws {
    let job = Job(id: "j", type: .known(type), status: .known(status))
    let path = try #require(JobPath(of: job))
    #expect(path.statuses.contains(status))
    #expect(
      path.transitions.allSatisfy {
        path.statuses.contains($0.from) && path.statuses.contains($0.to)
      }
    )
  }

  @Test func `nothing is known of a status of a newer server`() {
    #expect(JobPath(of: Job(id: "j", type: .known(.mirror), status: .other("frozen"))) == nil)
  }
}
