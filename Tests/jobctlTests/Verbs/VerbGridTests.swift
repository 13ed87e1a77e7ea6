import TestSupport
import Testing

@Suite struct VerbGridTests {
  private let daemon: StorageDaemon

  init() throws {
    daemon = try StorageDaemon()
  }

  @Test(arguments: VerbGrid.cells)
  func `a verb does in each status what QEMU allows`(cell: VerbCase) throws {
    try check(cell, at: daemon.socket(), greeting: Version(daemon.monitor().version))
  }

  @Test(arguments: VerbGrid.cells)
  func `a verb does the same where only the older commands are known`(cell: VerbCase) throws {
    let proxy = try FilteringProxy(to: daemon.socket(), .qemu212)
    try check(cell, at: proxy.socket, greeting: "2.12")
  }

  private func check(_ cell: VerbCase, at socket: String, greeting: Version) throws {
    let cell = cell.adapted(to: Version(daemon.monitor().version), greeting: greeting)
    // Held so that it is still there when it is over.
    try daemon.hold(cell.status, "j", as: cell.type, autoDismiss: false)
    let result = try Jobctl.run(cell.words, at: socket)
    #expect(result == cell.result(on: greeting))
    try daemon.waitForStatus(cell.statusAfterwards, of: "j")
    switch cell.outcome {
    case .aborted:
      #expect(try daemon.monitor().job("j")?["error"] == "Operation canceled")
    case .kept:
      #expect(try daemon.monitor().job("j")?["error"] == nil)
    case .accepted where cell.verb == .setSpeed:
      #expect(try daemon.execute("query-block-jobs").elements[0]["speed"] == 5_242_880)
    case .accepted, .illegal, .neverCompletes, .alreadyPaused, .notPaused, .needsForce, .held:
      break
    }
  }
}
