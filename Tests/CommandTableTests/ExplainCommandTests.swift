import CommandTable
import Jobs
import Testing

@Suite struct ExplainCommandTests {
  static let orders: [(String, ExplainOrder)] = [
    ("explain", ExplainOrder(subject: .machine, format: .text)),
    ("explain -o dot", ExplainOrder(subject: .machine, format: .dot)),
    ("explain paused", ExplainOrder(subject: .topic(.status(.paused)), format: .text)),
    ("explain set-speed", ExplainOrder(subject: .topic(.verb(.setSpeed)), format: .text)),
    ("explain create", ExplainOrder(subject: .topic(.type(.create)), format: .text)),
    ("explain --job m", ExplainOrder(subject: .job("m"), format: .text)),
    ("explain -jm -omermaid", ExplainOrder(subject: .job("m"), format: .mermaid)),
  ]

  @Test(arguments: orders)
  func `a word, a job, or the whole machine`(_ line: String, _ order: ExplainOrder) throws {
    #expect(try CommandLine(line).parse().action == .explain(order))
  }

  static let complaints: [(String, String)] = [
    (
      "explain pausd",
      "'pausd' is neither a status nor a verb nor a type of job; did you mean 'pause'?"
    ),
    ("explain paused --job m", "--job and 'paused' exclude each other"),
    ("explain paused -o dot", "'paused' is not drawn; -o draws the whole machine"),
    ("explain --job=", "--job: '' is no id"),
    ("explain paused ready", "unexpected word 'ready'"),
  ]

  @Test(arguments: complaints)
  func `what does not go together is said`(_ line: String, _ problem: String) {
    #expect(CommandLine(line).complaint == "\(problem) (see 'jobctl help explain')")
  }

  @Test func `no word means two things`() {
    let words = ExplainOrder.Topic.all.map(\.word)
    #expect(Set(words).count == words.count)
  }
}
