import CommandTable
import JobControl
import Jobs
import Testing

@Suite struct JobSelectionResolvingTests {
  private let jobs = [
    Job(id: "mirror1", type: .known(.mirror), status: .known(.ready)),
    Job(id: "backup1", type: .known(.backup), status: .known(.running)),
    Job(id: "mirror0", type: .known(.mirror), status: .known(.running)),
    Job(id: "t0", type: .other("teleport"), status: .other("frozen")),
  ]

  @Test(arguments: [
    (["*"], ["mirror1", "backup1", "mirror0", "t0"]),
    (["mirror*"], ["mirror1", "mirror0"]),
    (["mirror0", "mirror*"], ["mirror0", "mirror1"]),
    (["?0", "*1"], ["t0", "mirror1", "backup1"]),
    (["[mt]*0"], ["mirror0", "t0"]),
    (["[!m]*"], ["backup1", "t0"]),
    (["none", "t0", "none"], ["none", "t0"]),
    (["MIRROR0"], ["MIRROR0"]),
    ([], []),
  ])
  func `names and patterns become ids, each once, in the order of the words`(
    _ names: [String],
    _ ids: [String]
  ) throws {
    #expect(try JobSelection(names: names).ids(among: jobs) == ids)
  }

  @Test(arguments: ["x*", "mirror?0", "[", "*[0-9][0-9]"])
  func `a pattern without a match is a failure`(_ pattern: String) {
    #expect(throws: Failure.nothingMatches(pattern: pattern)) {
      try JobSelection(names: ["mirror0", pattern]).ids(among: jobs)
    }
  }

  @Test func `types and statuses narrow patterns, and no plain id`() throws {
    let selection = JobSelection(names: ["*1", "t0"], types: [.backup])
    #expect(try selection.ids(among: jobs) == ["backup1", "t0"])
    #expect(throws: Failure.nothingMatches(pattern: "*1")) {
      try JobSelection(names: ["*1"], statuses: [.pending]).ids(among: jobs)
    }
  }

  @Test func `every job may be none`() throws {
    let all = JobSelection(names: [], selectsAll: true, types: [.mirror])
    #expect(try all.ids(among: jobs) == ["mirror1", "mirror0"])
    #expect(try all.ids(among: []).isEmpty)
  }

  @Test func `a plain id that no job has is missing, a pattern is not`() {
    let selection = JobSelection(names: ["t0", "none", "x*", "t"])
    #expect(selection.missingIDs(among: jobs) == ["none", "t"])
    #expect(jobs.filter(selection.names).map(\.id) == ["t0"])
  }
}
