import CommandTable
import Jobs
import POSIX

/// `is`: a job's status, and whether it is one of those asked for.
struct CheckAction {
  let order: CheckOrder
  let context: Context

  func run() throws(Failure) -> ExitStatus {
    let status = try look()
    do {
      _ = try context.write(Visible.text(status.word) + "\n")
    } catch .output(let cause) where cause.isBrokenPipe {
      // The answer is the exit status, whether or not somebody reads the word.
    }
    return status.known.map(order.statuses.contains) == true ? .done : .wrongStatus
  }

  private func look() throws(Failure) -> Reported<JobStatus> {
    try context.withServer { server throws(Failure) in
      guard let job = try server.job(order.id, blockDetails: false) else {
        throw .noSuchJob(order.id)
      }
      return job.status
    }
  }
}
