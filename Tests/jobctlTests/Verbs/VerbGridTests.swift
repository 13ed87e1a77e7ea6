import TestSupport
import Testing

@Suite struct VerbGridTests {
  @Test(arguments: QEMUInstallation.all, VerbGrid.cells)
  func `a verb does in each status what QEMU allows`(
    qemu: QEMUInstallation,
    cell: VerbCase
  ) throws {
    let daemon = try StorageDaemon(of: qemu)
    try check(cell, on: daemon, greeting: daemon.version)
  }

  @Test(arguments: QEMUInstallation.all, VerbGrid.cells)
  func `a verb does the same where only the older commands are known`(
    qemu: QEMUInstallation,
    cell: VerbCase
  ) throws {
    let daemon = try StorageDaemon(of: qemu)
    let proxy = try FilteringProxy(to: daemon.socket(), .qemu212)
    try check(cell, on: daemon, at: proxy.socket, greeting: "2.12")
  }

  /// One release before and one after each change of the table and of what is held back.
  private static let releases: [Version] = [
    "2.12.0", "3.0.0", "4.2.1", "5.2.0", "7.2.22", "10.0.13", "11.1.3",
  ]

  @Test(
    arguments: releases.flatMap { release in
      VerbGrid.cells.filter { $0.exists(on: release) }.map { (release, $0) }
    }
  )
  func `a verb does the same in the sandbox`(release: Version, cell: VerbCase) throws {
    try check(cell, on: try SandboxWithDisks(version: release), greeting: release)
  }

  private func check(
    _ cell: VerbCase,
    on server: any TestServer,
    at socket: String? = nil,
    greeting: Version
  ) throws {
    let version = server.version
    let cell = cell.adapted(to: version, greeting: greeting)
    // Held so that it is still there when it is over, where it can be.
    let stays = cell.canStay(on: version)
    try server.hold(cell.status, "j", as: cell.type, autoDismiss: !stays)
    let result = try Jobctl.run(cell.words, at: socket ?? server.socket())
    #expect(result == cell.result(on: greeting))
    let status = cell.statusAfterwards
    try server.waitForStatus(stays || status != "concluded" ? status : "null", of: "j")
    switch cell.outcome {
    case .aborted:
      try server.monitor().waitForEvent("BLOCK_JOB_CANCELLED") { $0["device"] == "j" }
    case .kept:
      let end = try server.monitor().waitForEvent("BLOCK_JOB_COMPLETED")
      #expect(end["data"]?["error"] == nil)
    case .accepted where cell.verb == .setSpeed:
      #expect(try server.execute("query-block-jobs").elements[0]["speed"] == 5_242_880)
    case .accepted, .illegal, .neverCompletes, .alreadyPaused, .notPaused, .needsForce, .held:
      break
    }
  }
}
