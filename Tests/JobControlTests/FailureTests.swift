import JobControl
import TestSupport
import Testing

@Suite struct FailureTests {
  @Test(arguments: [
    ("connecting", FailureSample.connecting), ("conversation", FailureSample.conversation),
    ("jobs", FailureSample.jobs), ("others", FailureSample.others),
  ])
  func `each failure in words`(_ name: String, _ samples: [FailureSample]) {
    let paragraphs = samples.map { "# \($0.title)\n\($0.failure.message.text)" }
    Golden.check(paragraphs.joined(separator: "\n"), named: name, in: "FailureTests")
  }

  @Test(arguments: FailureSample.all)
  func `each failure ends in the status of its cause`(_ sample: FailureSample) {
    #expect(sample.failure.status == sample.status)
  }

  @Test(arguments: FailureSample.all)
  func `a message is lines of plain text, and no more`(_ sample: FailureSample) {
    let text = sample.failure.message.text
    #expect(text.hasPrefix("jobctl: ") && text.hasSuffix("\n"))
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    #expect(lines.count == 1 + sample.failure.message.details.count)
    #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("  ") })
    for line in lines {
      #expect(!line.hasSuffix(" ") && (!line.hasSuffix(".") || line.hasSuffix(" ...")))
      #expect(
        line.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
      )
      #expect(!line.unicodeScalars.contains("\u{202E}"))
    }
  }

  @Test(arguments: FailureSample.all)
  func `only what is about one job leaves the connection of use`(_ sample: FailureSample) {
    let isSampleOfJob = FailureSample.jobs.contains { $0.failure == sample.failure }
    let isHarmless: Bool =
      switch sample.failure {
      case .noJobCommands: false
      case .usage, .commandRefused, .notConfirmed: true
      default: isSampleOfJob
      }
    #expect(sample.failure.endsConnection == !isHarmless)
  }
}
