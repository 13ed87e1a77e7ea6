package import QMP

/// The two commands that list jobs, and how their replies become ``Job`` values.
package enum JobQuery: Hashable, Sendable, CaseIterable {
  /// `query-jobs`, since 3.0: every job.
  case jobs
  /// `query-block-jobs`: the block jobs, with speed, io-status and options.
  case blockJobs

  /// A reply that is not the list which the schema promises.
  package struct UnexpectedReply: Error, Hashable {
    package let command: String
  }

  package var request: Request {
    switch self {
    case .jobs: Request("query-jobs")
    case .blockJobs: Request("query-block-jobs")
    }
  }

  package func decode(_ reply: JSONValue) throws(UnexpectedReply) -> [Job] {
    guard let elements = reply.array else { throw UnexpectedReply(command: request.command) }
    var members = JobMembers()
    let jobs = elements.compactMap { element in
      switch self {
      case .jobs: members.job(jobInfo: element)
      case .blockJobs: members.job(blockJobInfo: element)
      }
    }
    guard jobs.count == elements.count else { throw UnexpectedReply(command: request.command) }
    return jobs
  }

  /// The jobs of an answer, with what a later answer tells of them and of others.
  package static func merge(_ earlier: [Job], with later: [Job]) -> [Job] {
    inStep(earlier, later) ?? byID(earlier, later)
  }

  /// Servers list jobs in one order; nil where these are not.
  private static func inStep(_ earlier: [Job], _ later: [Job]) -> [Job]? {
    var updates = later[...]
    var jobs = earlier
    for index in jobs.indices {
      guard let update = updates.first, update.id == jobs[index].id else { continue }
      jobs[index] = jobs[index].updated(by: update)
      updates.removeFirst()
    }
    return updates.isEmpty ? jobs : nil
  }

  private static func byID(_ earlier: [Job], _ later: [Job]) -> [Job] {
    let updates = Dictionary(later.map { ($0.id, $0) }) { first, _ in first }
    let known = Set(earlier.map(\.id))
    return earlier.map { job in updates[job.id].map(job.updated) ?? job }
      + later.filter { !known.contains($0.id) }
  }
}
