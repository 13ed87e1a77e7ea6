package import Jobs
package import QMP

/// Looking at jobs over time: everything that is said on the channel is folded into a board.
extension JobServer where Channel: ~Copyable {
  /// From now on nothing is missed; answers what there is at the beginning.
  package mutating func beginWatching() throws(Failure) -> [JobChange] {
    watching = Watching()
    return try refresh()
  }

  /// Asks for all jobs; what the board learnt from the reply and from events before it, in order.
  package mutating func refresh() throws(Failure) -> [JobChange] {
    watching?.board.queryBegins()
    let jobs = try jobs(blockDetails: false)
    let changes = watching?.board.apply(jobs) ?? []
    watching?.changes += changes
    return takeChanges()
  }

  /// What the board learnt since it was asked last.
  package mutating func takeChanges() -> [JobChange] {
    guard let changes = watching?.changes else { return [] }
    watching?.changes = []
    return changes
  }

  /// From now on it is over when nobody reads standard output any more.
  package mutating func endWithOutput() {
    channel.endWithOutput()
  }

  /// The next event; nil when `end` comes first.
  package mutating func nextEvent(before end: Instant) throws(Failure) -> Event? {
    try channel.nextEvent(before: end)
  }

  /// Waits for the next change; empty when `end` comes first.
  package mutating func nextChanges(before end: Instant) throws(Failure) -> [JobChange] {
    while let event = try channel.nextEvent(before: end) {
      watching?.note(event)
      let changes = takeChanges()
      if !changes.isEmpty { return changes }
    }
    return []
  }
}

/// What is known of the jobs, and what of it nobody has taken yet.
struct Watching {
  var board = JobBoard()
  var changes: [JobChange] = []

  mutating func note(_ event: Event) {
    guard let event = JobEvent(event), let change = board.apply(event) else { return }
    changes.append(change)
  }
}
