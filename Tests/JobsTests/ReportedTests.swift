import Jobs
import Testing

@Suite struct ReportedTests {
  @Test(arguments: JobStatus.allCases)
  func `a word of the schema is known`(_ status: JobStatus) {
    let reported = Reported<JobStatus>(status.rawValue)
    #expect(reported == .known(status))
    #expect(reported.known == status)
    #expect(reported.word == status.rawValue)
  }

  @Test(arguments: ["", "Running", "running ", "frozen", "\u{1B}[2J"])
  func `any other word is kept as it came`(_ word: String) {
    let reported = Reported<JobStatus>(word)
    #expect(reported == .other(word))
    #expect(reported.known == nil)
    #expect(reported.word == word)
  }
}
