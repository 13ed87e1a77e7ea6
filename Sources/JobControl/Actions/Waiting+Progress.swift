import CommandTable
import Jobs
import POSIX
import QMP

/// What is shown while somebody waits.
extension Waiting {
  /// Looks how far the jobs are, when it is time to, and shows it.
  mutating func show<Channel: RequestChannel & ~Copyable>(
    _ server: inout JobServer<Channel>
  ) throws(Failure) {
    if report?.isLookDue == true {
      try look(&server)
      let jobs = openJobs(of: server)
      report?.note(jobs)
    }
    guard report?.isFrameDue == true else { return }
    let jobs = openJobs(of: server)
    report?.draw(jobs)
  }

  /// Does what signals ask for.
  mutating func heed<Channel: RequestChannel & ~Copyable>(
    _ notices: [Notice],
    _ server: inout JobServer<Channel>
  ) throws(Failure) {
    for notice in notices {
      switch notice {
      case .inquiry:
        try look(&server)
        var telling = report ?? WaitReport(ProgressOrder(), context: context)
        telling.tell(openJobs(of: server))
      case .resize:
        report?.setOutdated()
      case .suspension:
        report?.erase()
        ProcessSignals.suspend()
      }
    }
  }

  private mutating func look<Channel: RequestChannel & ~Copyable>(
    _ server: inout JobServer<Channel>
  ) throws(Failure) {
    do throws(Failure) {
      try note(try server.refresh(blockDetails: true), &server)
    } catch .session(_, .timedOut, _, _) where isTimeOver {
    }
  }

  /// The jobs that are waited for and not decided, as the server told of them last.
  func openJobs<Channel: RequestChannel & ~Copyable>(
    of server: borrowing JobServer<Channel>
  ) -> [Job] {
    list.ids.filter { !list[$0].isDecided }.compactMap { server.known($0) }
  }
}
