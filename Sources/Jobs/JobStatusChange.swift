package import QMP

/// The event JOB_STATUS_CHANGE (qapi/job.json, since 3.0): `{"id": str, "status": JobStatus}`.
package struct JobStatusChange: Hashable, Sendable {
  package let id: String
  package let status: Reported<JobStatus>

  /// Nil for every other event, and for one whose data are not those of the schema.
  package init?(_ event: Event) {
    guard event.isNamed("JOB_STATUS_CHANGE"), let data = event.strings("id", "status") else {
      return nil
    }
    self.id = data.first
    self.status = Reported(data.second)
  }
}
