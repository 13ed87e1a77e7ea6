import CommandTable
import Jobs

/// `show`: one job, and the verbs that it accepts.
struct ShowAction {
  let order: ShowOrder
  let context: Context

  func run() throws(Failure) -> ExitStatus {
    let (record, effects) = try look()
    try context.write(context.jobReport(order.output).one(record, effects: effects))
    return .done
  }

  private func look() throws(Failure) -> (JobRecord, [VerbEffect]) {
    // The sheet has every field that one look tells; its verbs depend on the block details.
    let fields = order.output.columns ?? JobField.allCases.filter { !$0.isMeasured }
    return try context.withServer { server throws(Failure) in
      let records = try server.records(for: fields + [.ioStatus])
      guard let record = records.first(where: { $0.job.id == order.id }) else {
        throw .noSuchJob(order.id)
      }
      return (record, VerbEffect.all(on: record.job, version: server.version))
    }
  }
}
