package import Jobs

/// A job with what has been measured of it: a row of every output format.
package struct JobRecord {
  let job: Job
  /// Units a second between two looks, where there were two.
  let pace: Double?

  package init(_ job: Job, pace: Double? = nil) {
    self.job = job
    self.pace = pace
  }

  func value(of field: JobField) -> JobField.Value? {
    field.value(of: job, pace: pace)
  }
}
