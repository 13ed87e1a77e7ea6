package import Jobs

/// `explain`: what is explained, and how it is shown.
package struct ExplainOrder: Hashable, Sendable {
  package enum Format: String, CaseIterable, Choosable {
    case text
    case dot
    case mermaid

    package var summary: String {
      switch self {
      case .text: "words and a table"
      case .dot: "a graph for graphviz"
      case .mermaid: "a state diagram for Markdown"
      }
    }
  }

  package enum Subject: Hashable, Sendable {
    case machine
    case topic(Topic)
    /// A job of a server, by its id.
    case job(String)
  }

  package enum Topic: Hashable, Sendable {
    case status(JobStatus)
    case verb(JobVerb)
    case type(JobType)
  }

  package let subject: Subject
  package let format: Format

  package init(subject: Subject, format: Format) {
    self.subject = subject
    self.format = format
  }
}

extension ExplainOrder.Topic {
  package static let all =
    JobStatus.allCases.map(Self.status) + JobVerb.allCases.map(Self.verb)
    + JobType.allCases.map(Self.type)

  package var word: String {
    choice.word
  }

  var choice: Completion.Choice {
    switch self {
    case .status(let status): status.choice
    case .verb(let verb): verb.choice
    case .type(let type): type.choice
    }
  }
}
