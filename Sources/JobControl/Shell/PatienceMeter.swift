import QMP

/// How long a server has been waited for, and whether somebody who waits too has been told.
struct PatienceMeter {
  /// After so long somebody wants to know what is going on.
  private static let patience = Duration.seconds(1)

  private var phase = SessionFailure.Phase.idle
  private var end: Instant?

  /// When there is something to say; nil for never.
  mutating func due(awaiting phase: SessionFailure.Phase, at now: Instant) -> Instant? {
    if phase != self.phase {
      self.phase = phase
      end = phase == .idle ? nil : now.advanced(by: Self.patience)
    }
    return end
  }

  /// What there is to say now, once.
  mutating func remark(awaiting phase: SessionFailure.Phase, at now: Instant) -> String? {
    guard let end = due(awaiting: phase, at: now), end <= now else { return nil }
    self.end = nil
    switch phase {
    case .greeting: return "waiting for the server's greeting; Ctrl-C gives up"
    case .negotiation: return "waiting for the negotiation; Ctrl-C gives up"
    case .reply(let command):
      return "waiting for the reply to \(Visible.text(command)); Ctrl-C gives up"
    case .idle: return nil
    }
  }
}
