import Jobs
import Testing

@Suite struct JobTransitionTests {
  @Test func `the steps are those of the state table, but for aborting to itself`() {
    let table = JobStatus.allCases.flatMap { from in
      from.successors.map { JobTransition(from, $0) }
    }
    #expect(Set(JobTransition.all) == Set(table).subtracting([JobTransition(.aborting, .aborting)]))
    #expect(Set(JobTransition.all).count == JobTransition.all.count)
  }

  @Test(arguments: JobTransition.all)
  func `a cause is a clause, and no two steps from a status have the same`(
    _ transition: JobTransition
  ) {
    #expect(transition.cause.isClause)
    #expect(transition.cause != "nothing")
    let others = transition.from.transitions.filter { $0 != transition }
    #expect(!others.map(\.cause).contains(transition.cause))
  }
}
