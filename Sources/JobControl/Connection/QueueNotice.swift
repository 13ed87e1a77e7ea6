import CommandTable
import POSIX
import QMP

/// Tells somebody at a terminal whom a monitor is waited for, once that takes longer than a moment.
final class QueueNotice: ConnectionObserver {
  private static let moment = Duration.seconds(1)

  private let address: ServerAddress
  private let context: Context
  private let due: Instant
  private var isTold = false

  /// Nil where nobody looks, or where the wait is soon over.
  init?(_ address: ServerAddress, _ context: Context) {
    guard context.environment.errorIsTerminal,
      context.globals.connectTimeout > GlobalOptions.standard.connectTimeout
    else { return nil }
    self.address = address
    self.context = context
    due = context.environment.now().advanced(by: Self.moment)
  }

  func note(_ event: Event) {}

  func due(awaiting phase: SessionFailure.Phase) -> Instant? {
    phase == .greeting && !isTold ? due : nil
  }

  func look(awaiting phase: SessionFailure.Phase) {
    guard phase == .greeting, !isTold, due <= context.environment.now() else { return }
    isTold = true
    let holders = Busyness.look(at: address, server: nil).holders
    let reason = holders.isEmpty ? "" : ", held by \(Busyness.words(holders))"
    context.note("waiting for \(Visible.quoted("\(address)"))\(reason); Ctrl-C gives up")
  }
}
