import CommandTable
import Jobs

/// `list`: the jobs that are meant, in one of the formats.
struct ListAction {
  let order: ListOrder
  let context: Context

  func run() throws(Failure) -> ExitStatus {
    let records = try look()
    // The connection is closed by now, so the monitor is free while the output is read.
    let meant = records.filter { order.selection.names($0.job) && order.selection.admits($0.job) }
    try context.write(context.jobReport(order.output).list(sorted(meant)))
    let missing = order.selection.missingIDs(among: records.map(\.job)).map(Failure.noSuchJob)
    missing.forEach(context.report)
    return missing.first?.status ?? .done
  }

  private func look() throws(Failure) -> [JobRecord] {
    try context.withServer { server throws(Failure) in
      try server.records(for: order.output.fields + [order.sortKey])
    }
  }

  private func sorted(_ records: [JobRecord]) -> [JobRecord] {
    let key = order.sortKey
    let ascending = records.sorted { left, right in
      let (leftValue, rightValue) = (left.value(of: key), right.value(of: key))
      return leftValue == rightValue
        ? SortOrder.precedes(left.job.id, right.job.id)
        : SortOrder.precedes(leftValue, rightValue)
    }
    return order.isReversed ? ascending.reversed() : ascending
  }
}
