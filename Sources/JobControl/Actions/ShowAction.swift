import CommandTable
import Jobs

/// `show`: one job, and the verbs that it accepts.
struct ShowAction {
  let order: ShowOrder
  let context: Context

  func run() throws(Failure) -> ExitStatus {
    let (job, effects) = try look()
    try context.write(context.jobReport(order.output).one(JobRecord(job), effects: effects))
    return .done
  }

  private func look() throws(Failure) -> (Job, [VerbEffect]) {
    var server = try context.connect()
    guard let job = try server.job(order.id, blockDetails: true) else {
      throw .noSuchJob(order.id)
    }
    return (job, VerbEffect.all(on: job, version: server.version))
  }
}
