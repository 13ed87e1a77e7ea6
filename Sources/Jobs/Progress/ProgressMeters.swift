package import QMP

/// A meter for each job of a server.
package struct ProgressMeters: Hashable, Sendable {
  private let stallTime: Duration
  private var meters: [String: ProgressMeter] = [:]

  package init(stallTime: Duration) {
    self.stallTime = stallTime
  }

  /// Takes a look at all jobs there are; the news, in their order.
  package mutating func note(
    _ jobs: [Job],
    at now: Instant
  ) -> [(job: Job, news: ProgressNews)] {
    var known = meters
    meters = [:]
    return jobs.compactMap { job in
      var meter = known.removeValue(forKey: job.id) ?? ProgressMeter(stallTime: stallTime)
      let news = meter.note(job, at: now)
      meters[job.id] = meter
      return news.map { (job, $0) }
    }
  }

  package subscript(id: String) -> ProgressReading {
    meters[id]?.reading ?? .none
  }
}
