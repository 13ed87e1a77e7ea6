/// What to ask for when a job starts.
package struct JobOptions: Sendable {
  /// Bytes a second; nil stands for 1 with the large source and for no limit with any other.
  package var speed: Int?
  package var autoFinalize: Bool
  package var autoDismiss: Bool
  /// What an error does: report, ignore, enospc, stop.
  package var onError: String?
  /// The node to write to; nil makes one that keeps nothing.
  package var target: String?

  package init(
    speed: Int? = nil,
    autoFinalize: Bool = true,
    autoDismiss: Bool = true,
    onError: String? = nil,
    target: String? = nil
  ) {
    self.speed = speed
    self.autoFinalize = autoFinalize
    self.autoDismiss = autoDismiss
    self.onError = onError
    self.target = target
  }
}
