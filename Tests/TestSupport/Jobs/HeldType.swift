/// The types of job that can be held in several statuses.
package enum HeldType: String, Sendable, CaseIterable {
  case mirror, backup

  /// Where a job of this type can be held.
  package var statuses: [HeldStatus] {
    switch self {
    case .mirror: [.running, .paused, .ready, .standby, .pending, .concluded]
    case .backup: [.running, .paused, .waiting, .pending, .concluded]
    }
  }
}
