import Jobs

extension CommandSpec {
  private static let job = Option<String>(
    "job",
    "j",
    value: "ID",
    completion: .job(acceptedBy: nil),
    help: "Explain this job: where it stands, and what each verb would do to it now."
  ) { text throws(ValueError) in
    guard !text.isEmpty else { throw ValueError(word: text, reason: "is no id") }
    return text
  }
  private static let output = Option<ExplainOrder.Format>(
    "output",
    "o",
    value: "FORMAT",
    of: ExplainOrder.Format.allCases,
    help: "In words, or as a drawing: text, dot or mermaid (text)."
  )

  static let explain = CommandSpec(
    name: "explain",
    group: .look,
    summary: "explain what jobs go through, and what is possible when",
    operands: [
      Operand(
        "STATUS|VERB|TYPE",
        .optional,
        completion: .choices(ExplainOrder.Topic.all.map(\.choice))
      )
    ],
    options: [job.spec, output.spec],
    discussion: [
      """
      Without operands it prints QEMU's state machine: which status accepts which verb, what each status means, and \
      what comes next. With one it says all about a status, a verb or a type of job. Only \(job) needs a server.
      """,
      """
      \(literal: "-o dot") and \(literal: "-o mermaid") draw the machine for graphviz and for Markdown; with \(job) \
      what the job must have gone through is marked. Pauses that are over have left no trace.
      """,
    ],
    examples: [
      Example("explain", "the whole machine"),
      Example("explain paused", "why a job may be paused, and what to do"),
      Example("explain --job mirror0", "where one job stands"),
      Example("explain -o dot", "a drawing, for 'dot -Tsvg'"),
    ]
  ) { arguments throws(UsageError) in
    let format = try arguments(output) ?? .text
    let topic = try arguments.operands.first.map { (word) throws(UsageError) in
      try ExplainOrder.Topic(word, arguments)
    }
    let job = try arguments(job)
    if let topic {
      guard job == nil else {
        throw arguments.problem("--job and '\(topic.word)' exclude each other")
      }
      guard format == .text else {
        throw arguments.problem("'\(topic.word)' is not drawn; -o draws the whole machine")
      }
    }
    let subject = topic.map(ExplainOrder.Subject.topic) ?? job.map(ExplainOrder.Subject.job)
    return .explain(ExplainOrder(subject: subject ?? .machine, format: format))
  }
}

extension ExplainOrder.Topic {
  fileprivate init(_ word: String, _ arguments: Arguments) throws(UsageError) {
    guard let topic = Self.all.first(where: { $0.word == word }) else {
      throw arguments.problem(
        "'\(word)' is neither a status nor a verb nor a type of job"
          + Suggestion.clause(for: word, among: Self.all.map(\.word))
      )
    }
    self = topic
  }
}
