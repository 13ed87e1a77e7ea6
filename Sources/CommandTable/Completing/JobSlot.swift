package import Jobs
package import QMP

/// A place for the id of a job: which jobs may stand there.
package struct JobSlot: Hashable, Sendable {
  /// The verb that is to be done to it; nil where any job will do.
  package let verb: JobVerb?
  /// Ids that stand on the line already.
  package let taken: Set<String>

  package init(verb: JobVerb?, taken: Set<String> = []) {
    self.verb = verb
    self.taken = taken
  }

  /// Whether a job may stand here: not there yet, and in a status that accepts the verb on a server
  /// of this version.
  ///
  /// A status that this program does not know might accept anything.
  package func admission(on version: QEMUVersion) -> (Job) -> Bool {
    let accepting = Set(verb?.acceptingStatuses(in: version) ?? [])
    return { job in
      guard !taken.contains(job.id) else { return false }
      guard let verb else { return true }
      guard verb != .setSpeed || job.isBlockJob else { return false }
      return job.status.known.map(accepting.contains) ?? true
    }
  }

  /// What to show beside a job's id: its type and its status.
  package func summary(of job: Job) -> String {
    "\(job.type.word), \(job.status.word)"
  }
}
