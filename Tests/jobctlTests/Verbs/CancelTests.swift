import TestSupport
import Testing

@Suite struct CancelTests {
  private static let source = DiskImage("source", size: "2M", filledWith: 0x5A)
  private static let target = DiskImage("target", size: "2M", format: .qcow2)

  @Test(arguments: [FilteringProxy.Rules(), .qemu212])
  func `a ready mirror that is ended keeps its copy`(rules: FilteringProxy.Rules) throws {
    let daemon = try StorageDaemon(images: [Self.source, Self.target])
    let proxy = try FilteringProxy(to: daemon.socket(), rules)
    try startCopy(on: daemon)
    #expect(try Jobctl.run("cancel", "copy", at: proxy.socket).status == 0)
    let end = try daemon.monitor().waitForEvent("BLOCK_JOB_COMPLETED")
    #expect(end["data"]?["error"] == nil)
    #expect(try isCopied(on: daemon))
    #expect(proxy.requestedCommands.contains("block-job-cancel"))
    #expect(!proxy.requestedCommands.contains("job-cancel"))
  }

  @Test func `with --force it is aborted`() throws {
    let daemon = try StorageDaemon(images: [Self.source, Self.target])
    try startCopy(on: daemon)
    #expect(try Jobctl.run("cancel", "-f", "copy", at: daemon.socket()) == .ended(0))
    try daemon.monitor().waitForEvent("BLOCK_JOB_CANCELLED")
    try daemon.waitForStatus("null", of: "copy")
    let statuses = daemon.monitor().statuses(of: "copy")
    #expect(statuses.suffix(3) == ["aborting", "concluded", "null"])
  }

  @Test func `before it is ready it is aborted in any case`() throws {
    let daemon = try StorageDaemon()
    try daemon.hold(.running, "copy")
    #expect(try Jobctl.run("cancel", "copy", at: daemon.socket()) == .ended(0))
    try daemon.monitor().waitForEvent("BLOCK_JOB_CANCELLED")
  }

  @Test func `an active commit that is ready ends without pivoting`() throws {
    let daemon = try StorageDaemon()
    try daemon.startCommit("commit")
    try daemon.waitForStatus("ready", of: "commit")
    let result = try Jobctl.run("cancel", "commit", at: daemon.socket())
    #expect(result.status == 0)
    #expect(result.error.hasPrefix("jobctl: 'commit' was ready: it ends without pivoting"))
    try daemon.monitor().waitForEvent("BLOCK_JOB_COMPLETED")
  }

  @Test func `completing pivots to the copy`() throws {
    let daemon = try StorageDaemon(images: [Self.source, Self.target])
    try startCopy(on: daemon)
    #expect(try Jobctl.run("complete", "copy", at: daemon.socket()) == .ended(0))
    try daemon.waitForStatus("null", of: "copy")
    #expect(try isCopied(on: daemon))
  }

  @Test(arguments: ["cancel", "cancel --force"])
  func `cancelling by pattern is not done without a word`(command: String) throws {
    let daemon = try StorageDaemon()
    for id in ["a", "b"] { try daemon.hold(.running, id) }
    let words = command.split(separator: " ").map(String.init)
    let unasked = try Jobctl.run(words + ["--all"], at: daemon.socket())
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
    #expect(try daemon.execute("query-jobs").elements.count == 2)
    #expect(try Jobctl.run(words + ["[ab]", "--yes"], at: daemon.socket()) == .ended(0))
    for id in ["a", "b"] { try daemon.waitForStatus("null", of: id) }
  }

  private func startCopy(on daemon: StorageDaemon) throws {
    try daemon.startMirror(
      "copy",
      from: .node("source"),
      StorageDaemon.JobOptions(target: "target")
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
