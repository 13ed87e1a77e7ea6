import TestSupport
import Testing

@Suite struct VerbGridTests {
  private let daemon: StorageDaemon

  init() throws {
    daemon = try StorageDaemon()
  }

  @Test(arguments: VerbGrid.modern)
  func `a verb does in each status what QEMU allows`(cell: VerbCase) throws {
    try check(cell, at: daemon.socket(), version: "7.2.22")
  }

  @Test(arguments: VerbGrid.older)
  func `a verb does the same where only the older commands are known`(cell: VerbCase) throws {
    let proxy = try FilteringProxy(to: daemon.socket(), .qemu212)
    try check(cell, at: proxy.socket, version: "2.12.0")
  }

  private func check(_ cell: VerbCase, at socket: String, version: String) throws {
    // Held so that it is still there when it is over.
    try daemon.hold(cell.status, "j", as: cell.type, autoDismiss: false)
    #expect(try Jobctl.run(cell.words, at: socket) == cell.result(on: version))
    try daemon.waitForStatus(cell.statusAfterwards, of: "j")
    switch cell.outcome {
    case .aborted:
      #expect(try daemon.monitor().job("j")?["error"] == "Operation canceled")
    case .kept:
      #expect(try daemon.monitor().job("j")?["error"] == nil)
    case .accepted where cell.verb == .setSpeed:
      #expect(try daemon.execute("query-block-jobs").elements[0]["speed"] == 5_242_880)
    case .accepted, .illegal, .alreadyPaused, .notPaused, .needsForce, .held:
      break
    }
  }
}
