package import QMP

/// The event JOB_STATUS_CHANGE (qapi/job.json, since 3.0): `{"id": str, "status": JobStatus}`.
package struct JobStatusChange: Hashable, Sendable {
  package let id: String
  package let status: Reported<JobStatus>

  /// Nil for every other event, and for one whose data are not those of the schema.
  package init?(_ event: borrowing Event) {
    guard event.isNamed("JOB_STATUS_CHANGE"), let data = event.strings("id", "status") else {
      return nil
    }
    self.id = data.first
    self.status = Self.status(data.second)
  }

  private static func status(_ word: String) -> Reported<JobStatus> {
    let key = key(word)
    for candidate in statuses where candidate.key == key {
      return candidate.status.rawValue == word ? .known(candidate.status) : .other(word)
    }
    return .other(word)
  }

  private static let statuses = JobStatus.allCases.map { (key: key($0.rawValue), status: $0) }

  /// The first eight bytes of a word, in which no two statuses agree.
  private static func key(_ word: String) -> UInt64 {
    var word = word
    return word.withUTF8 { bytes in bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) } }
  }
}
