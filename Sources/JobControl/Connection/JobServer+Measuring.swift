import Jobs
import QMP

/// Jobs with what takes two looks to know.
extension JobServer where Channel: ~Copyable {
  /// Every job, as far as `fields` ask for it: with block details, and with a pace.
  mutating func records(for fields: [JobField]) throws(Failure) -> [JobRecord] {
    let needsDetails = fields.contains(where: \.needsBlockJobs)
    let jobs = try jobs(blockDetails: needsDetails)
    guard fields.contains(where: \.isMeasured) else { return jobs.map { JobRecord($0) } }
    let start = Instant.now
    try idle(for: JobRecord.measuringTime)
    let later = try self.jobs(blockDetails: needsDetails)
    let time = start.duration(to: .now)
    let earlier = Dictionary(jobs.map { ($0.id, $0.progress) }) { first, _ in first }
    return later.map { job in
      let pace = (earlier[job.id] ?? nil).flatMap { job.progress?.pace(since: $0, over: time) }
      return JobRecord(job, pace: pace)
    }
  }
}

extension JobRecord {
  /// Between the two looks that a rate takes.
  fileprivate static let measuringTime = Duration.seconds(1)
}
