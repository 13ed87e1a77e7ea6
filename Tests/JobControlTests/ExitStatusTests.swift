import JobControl
import Testing

@Suite struct ExitStatusTests {
  @Test func `the statuses are those that scripts rely on`() {
    let known: [(JobControl.ExitStatus, Int32)] = [
      (.done, 0), (.failed, 1), (.usage, 2), (.noSuchJob, 3), (.wrongStatus, 4),
      (.cannotConnect, 5), (.busy, 6), (.timedOut, 7), (.protocolBroken, 8), (.jobFailed, 9),
      (.jobCancelled, 10), (.outcomeUnknown, 11),
    ]
    #expect(known.count == JobControl.ExitStatus.allCases.count)
    for (status, number) in known { #expect(status.rawValue == number) }
    // What a shell says itself, or a signal, cannot be mistaken for one.
    #expect(JobControl.ExitStatus.allCases.allSatisfy { $0.rawValue < 126 })
  }
}
