package import Jobs

/// The state machine as a drawing, with what a job must have gone through marked.
package struct StateDiagram {
  /// Nil to mark nothing.
  private let path: JobPath?
  private let status: JobStatus?

  package init(of job: Job? = nil) {
    path = job.flatMap(JobPath.init)
    status = job?.status.known
  }

  private func isMarked(_ status: JobStatus) -> Bool {
    path?.statuses.contains(status) == true
  }

  private func isMarked(_ transition: JobTransition) -> Bool {
    path?.transitions.contains(transition) == true
  }

  /// A digraph in the DOT language of graphviz.
  package var dot: String {
    let nodes = JobStatus.allCases.map { status in
      var attributes = ["tooltip=\"\(status.summary)\""]
      if isMarked(status) { attributes.append("style=filled, fillcolor=lightblue") }
      if self.status == status { attributes.append("penwidth=3") }
      return "  \"\(status.rawValue)\" [\(attributes.joined(separator: ", "))];\n"
    }
    let edges = JobTransition.all.map { transition in
      var attributes = ["label=\"\(transition.cause)\""]
      if isMarked(transition) { attributes.append("color=blue, penwidth=3") }
      return "  \"\(transition.from.rawValue)\" -> \"\(transition.to.rawValue)\" "
        + "[\(attributes.joined(separator: ", "))];\n"
    }
    return """
      digraph jobs {
        node [shape=box, style=rounded, fontname="sans-serif"];
        edge [fontname="sans-serif", fontsize=10];
      \((nodes + edges).joined())}

      """
  }

  /// A state diagram of mermaid, as Markdown pages show it.
  package var mermaid: String {
    // In its own notation [*] is where all begins and ends.
    let name = { (status: JobStatus) in
      status == .undefined || status == .null ? "[*]" : status.rawValue
    }
    let edges = JobTransition.all.map { transition in
      let mark = isMarked(transition) ? "(taken) " : ""
      return "  \(name(transition.from)) --> \(name(transition.to)): \(mark)\(transition.cause)\n"
    }
    let marked = JobStatus.allCases.filter { isMarked($0) && name($0) != "[*]" }
    let classes =
      marked.isEmpty
      ? ""
      : "  classDef gone fill:#add8e6\n"
        + marked.map { "  class \($0.rawValue) gone\n" }.joined()
    let now = status.map { "  %% now: \($0.rawValue)\n" } ?? ""
    return "stateDiagram-v2\n\(edges.joined())\(classes)\(now)"
  }
}
