import QMP

/// Whoever looks on while a connection waits for its server.
protocol ConnectionObserver: AnyObject {
  /// An event has come, whether or not anybody else wants it.
  func note(_ event: Event)

  /// When it wants to look the next time, be there news or not; nil for never.
  func due(awaiting phase: SessionFailure.Phase) -> Instant?

  /// Something may have come, or it is time.
  func look(awaiting phase: SessionFailure.Phase)
}
