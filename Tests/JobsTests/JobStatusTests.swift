import Jobs
import Testing

@Suite struct JobStatusTests {
  @Test func `the statuses are the schema's, in its order`() {
    let words = JobStatus.allCases.map(\.rawValue).joined(separator: " ")
    #expect(
      words
        == "undefined created running paused ready standby waiting pending aborting concluded null"
    )
  }

  @Test(arguments: LetterTable.letters)
  func `the successors are QEMU's`(_ letter: Substring, _ status: JobStatus) {
    #expect(status.successors == Set(LetterTable.transitions[letter]))
  }

  @Test func `every status can be reached, and all lead to the end`() {
    for status in JobStatus.allCases {
      #expect(JobStatus.undefined.reachable.contains(status))
      #expect(status.reachable.contains(.null))
    }
  }

  @Test func `no status leads back from ready to running`() {
    #expect(!JobStatus.ready.reachable.contains(.running))
  }

  @Test(arguments: JobStatus.allCases)
  func `a summary is a clause on one line`(_ status: JobStatus) {
    #expect(status.summary.isClause)
  }
}
