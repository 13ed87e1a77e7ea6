import TestSupport
import Testing

@Suite struct CancelTests {
  private static let source = DiskImage("source", size: "2M", filledWith: 0x5A)
  private static let target = DiskImage("target", size: "2M", format: .qcow2)

  @Test(arguments: QEMUInstallation.all, [FilteringProxy.Rules(), .qemu212])
  func `a ready mirror that is ended keeps its copy`(
    qemu: QEMUInstallation,
    rules: FilteringProxy.Rules
  ) throws {
    let daemon = try StorageDaemon(images: [Self.source, Self.target], of: qemu)
    let proxy = try FilteringProxy(to: daemon.socket(), rules)
    try startCopy(on: daemon)
    #expect(try Jobctl.run("cancel", "copy", at: proxy.socket).status == 0)
    let end = try daemon.monitor().waitForEvent("BLOCK_JOB_COMPLETED")
    #expect(end["data"]?["error"] == nil)
    #expect(try isCopied(on: daemon))
    #expect(proxy.requestedCommands.contains("block-job-cancel"))
    #expect(!proxy.requestedCommands.contains("job-cancel"))
  }

  @Test(arguments: TestServerKind.allCases)
  func `with --force it is aborted`(kind: TestServerKind) throws {
    let server = try kind.start()
    try server.hold(.ready, "copy")
    #expect(try Jobctl.run("cancel", "-f", "copy", at: server.socket()) == .ended(0))
    try server.monitor().waitForEvent("BLOCK_JOB_CANCELLED")
    try server.waitForStatus("null", of: "copy")
    let statuses = server.monitor().statuses(of: "copy")
    #expect(statuses.suffix(3) == ["aborting", "concluded", "null"])
  }

  @Test(arguments: TestServerKind.allCases)
  func `before it is ready it is aborted in any case`(kind: TestServerKind) throws {
    let server = try kind.start()
    try server.hold(.running, "copy")
    #expect(try Jobctl.run("cancel", "copy", at: server.socket()) == .ended(0))
    try server.monitor().waitForEvent("BLOCK_JOB_CANCELLED")
  }

  @Test(arguments: TestServerKind.allCases)
  func `an active commit that is ready ends without pivoting`(kind: TestServerKind) throws {
    let server = try kind.start()
    try server.startCommit("commit")
    try server.waitForStatus("ready", of: "commit")
    let result = try Jobctl.run("cancel", "commit", at: server.socket())
    #expect(result.status == 0)
    #expect(result.error.hasPrefix("jobctl: 'commit' was ready: it ends without pivoting"))
    try server.monitor().waitForEvent("BLOCK_JOB_COMPLETED")
  }

  @Test(arguments: QEMUInstallation.all)
  func `completing pivots to the copy`(qemu: QEMUInstallation) throws {
    let daemon = try StorageDaemon(images: [Self.source, Self.target], of: qemu)
    try startCopy(on: daemon)
    #expect(try Jobctl.run("complete", "copy", at: daemon.socket()) == .ended(0))
    try daemon.waitForStatus("null", of: "copy")
    #expect(try isCopied(on: daemon))
  }

  @Test(arguments: TestServerKind.allCases, ["cancel", "cancel --force"])
  func `cancelling by pattern is not done without a word`(
    kind: TestServerKind,
    command: String
  ) throws {
    let server = try kind.start()
    for id in ["a", "b"] { try server.hold(.running, id) }
    let words = command.split(separator: " ").map(String.init)
    let unasked = try Jobctl.run(words + ["--all"], at: server.socket())
    #expect(
      unasked
        == .ended(
          2,
          error: """
            jobctl: cancelling by pattern needs --yes where nobody can be asked \
            (see 'jobctl help cancel')

            """
        )
    )
    #expect(try server.execute("query-jobs").elements.count == 2)
    #expect(try Jobctl.run(words + ["[ab]", "--yes"], at: server.socket()) == .ended(0))
    for id in ["a", "b"] { try server.waitForStatus("null", of: id) }
  }

  private func startCopy(on daemon: StorageDaemon) throws {
    try daemon.startMirror(
      "copy",
      from: .node("source"),
      JobOptions(target: "target")
    )
    try daemon.waitForStatus("ready", of: "copy")
  }

  private func isCopied(on daemon: StorageDaemon) throws -> Bool {
    let (source, target) = (Self.source, Self.target)
    return try daemon.areSame(
      daemon.directory.path(source.name),
      source.format,
      daemon.directory.path(target.name),
      target.format
    )
  }
}
