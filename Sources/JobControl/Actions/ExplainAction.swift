import CommandTable
import Jobs
import QMP

/// `explain`: the state machine or a part of it, in words or as a drawing.
struct ExplainAction {
  let order: ExplainOrder
  let context: Context

  func run() throws(Failure) -> ExitStatus {
    switch order.subject {
    case .machine:
      return try context.write(order.format.render(ExplanationPage.machine, StateDiagram()))
    case .topic(let topic):
      return try context.write(ExplanationPage.page(about: topic))
    case .job(let id):
      let (job, version) = try look(for: id)
      let page = ExplanationPage.page(about: job, version: version)
      return try context.write(order.format.render(page, StateDiagram(of: job)))
    }
  }

  private func look(for id: String) throws(Failure) -> (Job, QEMUVersion) {
    try context.withServer { server throws(Failure) in
      guard let job = try server.job(id, blockDetails: true) else { throw .noSuchJob(id) }
      return (job.visible, server.version)
    }
  }
}

extension ExplainOrder.Format {
  fileprivate func render(_ page: String, _ diagram: StateDiagram) -> String {
    switch self {
    case .text: page
    case .dot: diagram.dot
    case .mermaid: diagram.mermaid
    }
  }
}

extension Job {
  /// With the server's words made harmless.
  fileprivate var visible: Job {
    let details = block.map { block in
      var visible = block
      visible.device = Visible.text(block.device)
      visible.ioStatus = block.ioStatus.map(Visible.text)
      return visible
    }
    return Job(
      id: Visible.text(id),
      type: Reported(Visible.text(type.word)),
      status: Reported(Visible.text(status.word)),
      progress: progress,
      error: error.map(Visible.text),
      block: details
    )
  }
}
