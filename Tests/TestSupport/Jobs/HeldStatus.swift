/// The statuses in which a job can be made to stay.
package enum HeldStatus: String, Sendable, CaseIterable {
  case running, paused, ready, standby, waiting, pending, concluded
}
