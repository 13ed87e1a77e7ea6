import CommandTable
import Jobs
import QMP
import TestSupport
import Testing

@Suite struct ExplanationPageTests {
  @Test func `the whole machine`() {
    check(ExplanationPage.machine, named: "machine")
  }

  @Test(arguments: [
    ("statuses", JobStatus.allCases.map(ExplainOrder.Topic.status)),
    ("verbs", JobVerb.allCases.map(ExplainOrder.Topic.verb)),
    ("types", JobType.allCases.map(ExplainOrder.Topic.type)),
  ])
  func `a page for each word`(_ name: String, _ topics: [ExplainOrder.Topic]) {
    let pages = topics.map { ExplanationPage.page(about: $0) }
    for (page, topic) in zip(pages, topics) { #expect(page.hasPrefix(topic.word + " (")) }
    check(pages.joined(separator: "\n---\n\n"), named: name)
  }

  static let jobs: [(String, Job, QEMUVersion)] = [
    ("paused", job(.mirror, .paused, ioStatus: "nospace"), QEMUVersion(7, 2)),
    ("ready", job(.mirror, .ready), QEMUVersion(11, 1)),
    ("standby", job(.mirror, .standby, ioStatus: "failed"), QEMUVersion(5, 2)),
    (
      "concluded",
      Job(id: "j", type: .known(.create), status: .known(.concluded), error: "No space left"),
      QEMUVersion(7, 2)
    ),
    (
      "unknown", Job(id: "j", type: .other("teleport"), status: .other("frozen")),
      QEMUVersion(12, 0)
    ),
  ]

  @Test(arguments: jobs)
  func `a page for a job`(_ name: String, _ job: Job, _ version: QEMUVersion) {
    check(ExplanationPage.page(about: job, version: version), named: "job-\(name)")
  }

  @Test(arguments: JobType.allCases, JobStatus.allCases)
  func `each verb is said to be accepted or refused`(_ type: JobType, _ status: JobStatus) {
    let version = QEMUVersion(11, 1)
    let job = Job(id: "j", type: .known(type), status: .known(status))
    let page = ExplanationPage.page(about: job, version: version)
    let accepted = VerbEffect.all(on: job, version: version).map(\.verb)
    for verb in JobVerb.allCases where verb != .change {
      let line = page.split(separator: "\n").first { $0.hasPrefix("  \(verb.rawValue) ") }
      #expect(line != nil)
      #expect(line?.contains("refused: ") == !accepted.contains(verb))
    }
  }

  // MARK: - The table

  @Test func `the verb table says what the model does`() {
    for (status, row) in zip(VerbTable.statuses, VerbTable.rows) {
      #expect(row.first == status.rawValue)
      for (verb, cell) in zip(JobVerb.allCases, row.dropFirst()) {
        for version in [QEMUVersion(2, 12), QEMUVersion(6, 0), QEMUVersion(8, 2)] {
          let since = cell == "-" ? nil : cell == "yes" ? QEMUVersion(2, 12) : cell.release
          let accepts = verb.acceptingStatuses(in: version).contains(status)
          #expect(accepts == (since.map { $0 <= version } ?? false))
        }
      }
    }
  }

  // MARK: - Drawings

  @Test func `drawings of the machine`() {
    Golden.check(StateDiagram().dot, named: "dot", in: "ExplanationPageTests")
    Golden.check(StateDiagram().mermaid, named: "mermaid", in: "ExplanationPageTests")
  }

  @Test func `a drawing marks what a job went through`() {
    let diagram = StateDiagram(of: Self.job(.mirror, .standby))
    let lines = diagram.dot.split(separator: "\n")
    let filled = lines.filter { $0.contains("lightblue") }.map { $0.split(separator: "\"")[1] }
    #expect(filled == ["undefined", "created", "running", "ready", "standby"])
    #expect(lines.filter { $0.contains("color=blue") }.count == 4)
    let taken = diagram.mermaid.split(separator: "\n").filter { $0.contains("(taken)") }
    #expect(
      taken.map { $0.split(separator: ":")[0] } == [
        "  [*] --> created", "  created --> running", "  running --> ready", "  ready --> standby",
      ]
    )
    #expect(diagram.mermaid.hasSuffix("  %% now: standby\n"))
  }

  // MARK: - Samples

  private static func job(_ type: JobType, _ status: JobStatus, ioStatus: String = "ok") -> Job {
    let info: JSONValue = [
      "device": "j", "type": .string(type.rawValue), "status": .string(status.rawValue), "len": 1,
      "offset": 1, "speed": 0, "io-status": .string(ioStatus), "busy": false, "paused": false,
      "ready": true, "auto-finalize": true, "auto-dismiss": true,
    ]
    return Job(blockJobInfo: info) ?? Job(id: "", type: .other(""), status: .other(""))
  }

  private func check(_ page: String, named name: String) {
    for line in page.split(separator: "\n") { #expect(line.count <= 80 && line.last != " ") }
    #expect(page.hasSuffix("\n") && !page.hasSuffix("\n\n") && !page.contains("\n\n\n"))
    Golden.check(page, named: name, in: "ExplanationPageTests")
  }
}

extension String {
  /// `8.2+` as a version.
  fileprivate var release: QEMUVersion? {
    let numbers = dropLast().split(separator: ".").compactMap { Int64($0) }
    return numbers.count == 2 ? QEMUVersion(numbers[0], numbers[1]) : nil
  }
}
