import Jobs
import LineEditing
import QMP

/// What the server says while somebody types, and while commands wait.
extension InteractiveShell: ShellConnectionObserver {
  /// Shows above the line what is due.
  func showNews() {
    if feed.wantsQuery(isTyping: false) { connection.refresh() }
    let lines = feed.takeLines()
    if !lines.isEmpty { editor.writeAbove(lines) }
  }

  func note(_ event: Event) {
    feed.note(event)
  }

  func due(awaiting phase: SessionFailure.Phase) -> Instant? {
    // Nobody asks while a command has the connection.
    Instant.earliest(wait.due(awaiting: phase, at: .now), feed.due(isAsked: true))
  }

  func look(awaiting phase: SessionFailure.Phase) {
    let lines = feed.takeLines()
    if !lines.isEmpty { editor.writeAbove(lines) }
    if let remark = wait.remark(awaiting: phase, at: .now) { context.note(remark) }
  }

  func queryBegins() {
    feed.queryBegins()
  }

  func learn(_ jobs: [Job]) {
    feed.learn(jobs)
  }

  func connectionIsLost(_ failure: Failure, isTold: Bool) {
    feed.finish()
    let lines = isTold ? [] : feed.takeLines()
    var next = "it is tried again from time to time, or with 'reconnect'"
    if case .lost(_, nil) = connection.state { next = "'reconnect ADDRESS' connects anew" }
    if isTold {
      // Behind what the command has to say of it.
      remark = "the connection is lost; \(next)"
    } else {
      let announcement = "jobctl: \(failure.message.sentence); \(next)"
      editor.writeAbove(lines + [announcement], thenPrompt: prompt)
    }
  }

  func connectionIsBack() {
    guard let address = connection.address, let version = connection.version else { return }
    feed.resume(on: version)
    editor.writeAbove(
      ["jobctl: connected again to \(Visible.text("\(address)")), QEMU \(version)"],
      thenPrompt: prompt
    )
  }
}
