import Jobs
import Testing

@Suite struct JobTypeTests {
  @Test func `the types are the schema's, in its order`() {
    let words = JobType.allCases.map(\.rawValue).joined(separator: " ")
    #expect(
      words
        == "commit stream mirror backup create amend snapshot-load snapshot-save snapshot-delete"
    )
  }

  @Test func `only four types are block jobs, and only two of those can become ready`() {
    #expect(JobType.allCases.filter(\.isBlockJob) == [.commit, .stream, .mirror, .backup])
    #expect(JobType.allCases.filter(\.canBecomeReady) == [.commit, .mirror])
  }

  @Test(arguments: JobType.allCases)
  func `a summary is a clause on one line`(_ type: JobType) {
    #expect(type.summary.isClause)
  }
}
