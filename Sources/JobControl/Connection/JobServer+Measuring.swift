import Jobs
import QMP

/// Jobs with what takes two looks to know.
extension JobServer where Channel: ~Copyable {
  /// Every job, as far as `fields` ask for it: with block details, and with a pace.
  mutating func records(for fields: [JobField]) throws(Failure) -> [JobRecord] {
    guard fields.contains(where: \.isMeasured) else {
      return try jobs(blockDetails: fields.contains(where: \.needsBlockJobs)).map { JobRecord($0) }
    }
    // The details have the speed limit.
    let jobs = try jobs(blockDetails: true)
    let start = Instant.now
    let earlier = Dictionary(jobs.map { ($0.id, $0.progress) }) { first, _ in first }
    var later: [Job]
    var looks = 0
    repeat {
      try idle(for: JobRecord.measuringTime)
      later = try self.jobs(blockDetails: true)
      looks += 1
    } while looks < JobRecord.maximumLooks
      && later.contains { $0.mayBeHeldBack(since: earlier[$0.id] ?? nil) }
    let time = start.duration(to: .now)
    return later.map { job in
      let pace = (earlier[job.id] ?? nil).flatMap { job.progress?.pace(since: $0, over: time) }
      return JobRecord(job, pace: pace.map { min($0, job.limit ?? $0) })
    }
  }
}

extension JobRecord {
  /// Between two looks.
  fileprivate static let measuringTime = Duration.seconds(1)
  /// Behind the first: one is enough where no speed limit may be what lets nothing through.
  fileprivate static let maximumLooks = 3
}

extension Job {
  /// Bytes a second; nil for no limit.
  ///
  /// Under one, a job copies much at once and then rests for seconds (16 MiB, block/mirror.c), so what
  /// it did between two looks may be far more than it does in the long run.
  fileprivate var limit: Double? {
    guard let speed = block?.speed, speed != .unlimited else { return nil }
    return Double(speed.bytesPerSecond)
  }

  /// Whether its limit may be the reason that it has not moved.
  fileprivate func mayBeHeldBack(since earlier: Progress?) -> Bool {
    limit != nil && status == .known(.running) && progress != nil
      && progress?.current == earlier?.current
  }
}
