import TestSupport
import Testing

@Suite struct FilteringProxyTests {
  private let daemon: StorageDaemon

  init() throws {
    daemon = try StorageDaemon(of: .any)
  }

  @Test func `an old server knows block jobs alone`() throws {
    let proxy = try FilteringProxy(to: daemon.socket(), .qemu212)
    let client = try RawMonitor(proxy.socket)
    #expect(client.version == "2.12.0")
    let unknown = SupportFailure.refused(
      command: "query-jobs",
      errorClass: "CommandNotFound",
      text: "The command query-jobs has not been found"
    )
    #expect(throws: unknown) { try client.execute("query-jobs") }
    let names = try client.execute("query-commands").elements.compactMap { $0["name"]?.string }
    #expect(names.contains("block-job-cancel"))
    #expect(FilteringProxy.Rules.modernCommands.isDisjoint(with: names))
  }

  @Test func `an old server tells of block jobs by their own events`() throws {
    let proxy = try FilteringProxy(to: daemon.socket(), .qemu212)
    let client = try RawMonitor(proxy.socket)
    try daemon.hold(.ready, "mirror0")
    try client.waitForEvent("BLOCK_JOB_READY") { $0["device"] == "mirror0" }
    #expect(client.statuses(of: "mirror0").isEmpty)
    #expect(try client.execute("query-block-jobs").elements.count == 1)
  }

  @Test(arguments: [false, true])
  func `without rules everything passes`(pretty: Bool) throws {
    let daemon = try StorageDaemon(pretty: pretty, of: .any)
    let proxy = try FilteringProxy(to: daemon.socket())
    for _ in 1...2 {
      let client = try RawMonitor(proxy.socket)
      #expect(client.version == daemon.monitor().version)
      #expect(try client.execute("query-qmp-schema").elements.count > 100)
    }
    let commands = ["qmp_capabilities", "query-qmp-schema"]
    #expect(proxy.requestedCommands == commands + commands)
  }

  @Test func `a command can go unanswered`() throws {
    let proxy = try FilteringProxy(
      to: daemon.socket(),
      FilteringProxy.Rules(unansweredReplies: ["job-pause"])
    )
    try daemon.hold(.ready, "mirror0")
    let client = try StreamSocket(unix: proxy.socket)
    try client.send(#"{"execute": "qmp_capabilities"} {"execute": "job-pause", "#)
    try client.send(#""arguments": {"id": "mirror0"}, "id": 1}"#)
    try daemon.waitForStatus("standby", of: "mirror0")
    try proxy.waitForRequest("job-pause")
  }

  @Test func `a connection breaks on order, and the next one works`() throws {
    let proxy = try FilteringProxy(to: daemon.socket())
    let client = try RawMonitor(proxy.socket)
    proxy.disconnect()
    #expect(throws: SupportFailure.self) { try client.waitForEvent("NONE") }
    try RawMonitor(proxy.socket).execute("query-jobs")
  }
}
