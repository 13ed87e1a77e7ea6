package import Jobs
import QMP

/// Which status accepts which verb, as cells of text: a row a status, a column a verb.
package enum VerbTable {
  /// Those that a job can be found in, or told to be in.
  package static let statuses = JobStatus.allCases.filter { $0 != .undefined && $0 != .null }

  package static let header = ["STATUS"] + JobVerb.allCases.map(\.rawValue)

  package static let rows = statuses.map { status in
    [status.rawValue] + JobVerb.allCases.map { cell($0, status) }
  }

  package static let legend: Prose = """
    \(literal: "6.0+") and the like: from that release of QEMU on. Only jobs of type commit, stream, mirror and \
    backup have a speed, and only a mirror or the commit of an active layer becomes \(JobStatus.ready).
    """

  private static func cell(_ verb: JobVerb, _ status: JobStatus) -> String {
    guard let release = verb.firstRelease(accepting: status) else { return "-" }
    return release == JobVerb.oldestRelease ? "yes" : release.short + "+"
  }
}

extension JobVerb {
  /// When it is accepted, as a sentence.
  package var acceptance: String {
    let releases = JobStatus.allCases.compactMap { status in
      firstRelease(accepting: status).map { (status: status, release: $0) }
    }
    let clauses = Set(releases.map(\.release)).sorted().map { release in
      let words = releases.filter { $0.release == release }.map(\.status.rawValue)
      let place = "in \(PlainText.list(words))"
      return release == Self.oldestRelease ? place : "from QEMU \(release.short) on \(place)"
    }
    return "Accepted \(clauses.joined(separator: ", and "))."
  }
}
