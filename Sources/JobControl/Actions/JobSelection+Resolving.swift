package import CommandTable
package import Jobs
import POSIX

extension JobSelection {
  /// Whether a job is meant by name.
  package func names(_ job: Job) -> Bool {
    selectsAll
      || names.contains { name in
        Self.isPattern(name) ? Text.matches(job.id, pattern: name) : job.id == name
      }
  }

  /// Whether a job is meant by name and type, wherever it stands.
  package func follows(_ job: Job) -> Bool {
    names(job) && (types.isEmpty || job.type.known.map(types.contains) == true)
  }

  /// The plain ids that no job has.
  package func missingIDs(among jobs: [Job]) -> [String] {
    let wanted = names.filter { !Self.isPattern($0) }
    guard !wanted.isEmpty else { return [] }
    let known = Set(jobs.map(\.id))
    return wanted.filter { !known.contains($0) }
  }

  /// The ids that are meant, each once, in the order of the words and then of the server.
  ///
  /// A plain id is meant whether or not there is such a job.
  package func ids(among jobs: [Job]) throws(Failure) -> [String] {
    var chosen: [String] = []
    for name in selectsAll ? ["*"] : names {
      guard Self.isPattern(name) else {
        chosen.append(name)
        continue
      }
      let matches = jobs.filter { admits($0) && Text.matches($0.id, pattern: name) }
      guard selectsAll || !matches.isEmpty else { throw .nothingMatches(pattern: name) }
      chosen += matches.map(\.id)
    }
    var seen: Set<String> = []
    return chosen.filter { seen.insert($0).inserted }
  }
}
