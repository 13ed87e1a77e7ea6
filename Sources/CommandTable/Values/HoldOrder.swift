/// `hold`: have a monitor, so that many can use it.
package struct HoldOrder: Hashable, Sendable {
  package enum Task: Hashable, Sendable {
    /// Hold it, in the background once it is held.
    case serve(inBackground: Bool)
    /// Tell who holds it.
    case check
    /// End whoever holds it.
    case stop
  }

  package let task: Task
  /// Where to serve clients that know nothing of jobctl; nil for nowhere.
  package let path: String?
  /// For how long it is held with no client; nil for ever.
  package let idleLimit: Duration?
}
