import TestSupport
import Testing

/// Order and time in a conversation.
@Suite struct ConversationTests {
  private static let event: JSON = [
    "event": "JOB_STATUS_CHANGE", "data": ["id": "j", "status": "running"],
    "timestamp": ["seconds": 1_700_000_000, "microseconds": 0],
  ]

  // MARK: - Order

  @Test func `a reply to somebody else is not taken for one's own`() throws {
    let foreign = FakeMonitor.Step.send(#"{"return": {}, "id": "jobctl-2l3k4j-2"}"#)
    let refusal = FakeMonitor.Step.send(
      #"{"error": {"class": "GenericError", "desc": "no"}, "id": 7}"#
    )
    let nobodys = FakeMonitor.Step.send(#"{"return": []}"#)
    let server = try FakeMonitor([
      .greet(), foreign, .receive, foreign, refusal, nobodys, .succeed(),
      .receive, foreign, refusal, .send(Self.event), nobodys, .succeed("mine"),
    ])
    let result = try Jobctl.run("qmp", "query-something", at: server.address)
    #expect(result == .ended(0, output: "\"mine\"\n"))
  }

  @Test(arguments: QEMUInstallation.all)
  func `a reply that a real server owes to the client before is dropped`(qemu: QEMUInstallation)
    throws
  {
    let daemon = try StorageDaemon(of: qemu)
    try daemon.hold(.running, "j")
    for number in 1...20 {
      // The first one leaves without its reply.
      var hasty: StreamSocket? = try StreamSocket(unix: daemon.socket())
      try hasty?.send(#"{"execute": "qmp_capabilities"}{"execute": "query-block-jobs", "id": 1}"#)
      hasty = nil
      let result = try Jobctl.run("set-speed", "j", "\(number)", at: daemon.socket())
      #expect(result == .ended(0))
    }
  }

  @Test func `an error without an id answers the request that is under way`() throws {
    let error = #"{"error": {"class": "GenericError", "desc": "JSON parse error"}}"#
    let server = try FakeMonitor(FakeMonitor.Step.negotiate() + [.receive, .send(error), .stall])
    let result = try Jobctl.run("qmp", "query-something", at: server.address)
    #expect(result.status == 1)
    #expect(result.error.hasSuffix("the server said: GenericError: JSON parse error\n"))
  }

  @Test func `requests go out one at a time`() throws {
    let (ours, theirs) = try StreamSocket.pair()
    let words = ["-s", "fd:3", "pause", "a", "b", "c"]
    let command = try RunningCommand(Jobctl.path, words, descriptors: [3: theirs.number])
    try ours.send(FakeMonitor.Step.greeting().text)
    for name in ["qmp_capabilities", "job-pause", "job-pause", "job-pause"] {
      let request = try JSON(parsing: String(decoding: try ours.receive(), as: UTF8.self))
      #expect(request["execute"]?.string == name)
      // Whatever it had sent in advance would be there by now.
      try ours.send(#"{"return": {}, "id": \#(request["id"] ?? nil)}"#)
    }
    #expect(try command.wait() == .ended(0))
  }

  @Test func `ids are of this connection alone`() throws {
    let server = try FakeMonitor(answering: FakeJobs([:]).answer)
    for _ in 1...2 { _ = try Jobctl.run("list", at: server.address) }
    let ids = try server.received.map { try JSON(parsing: $0)["id"]?.string ?? "" }
    #expect(ids.count > 2 && Set(ids).count == ids.count)
    #expect(ids.allSatisfy { $0.hasPrefix("jobctl-") })
  }

  @Test func `events before a reply are no hindrance`() throws {
    let events = [FakeMonitor.Step](repeating: .send(Self.event), count: 1000)
    let server = try FakeMonitor(
      FakeMonitor.Step.negotiate() + events + [.receive] + events + [.succeed([])] + events
    )
    let result = try Jobctl.run("qmp", "-c", "query-jobs", at: server.address)
    #expect(result == .ended(0, output: "[]\n"))
  }

  // MARK: - Time

  @Test func `a negotiation that is not answered`() throws {
    // The greeting is there before jobctl is, however busy the machine.
    let (ours, theirs) = try StreamSocket.pair()
    try ours.send(FakeMonitor.Step.greeting().text)
    let words = ["-s", "fd:3", "list", "--connect-timeout", "300ms"]
    let result = try CommandRun.run(Jobctl.path, words, descriptors: [3: theirs.number])
    #expect(
      result
        == .ended(
          7,
          error: """
            jobctl: 'fd:3' greeted, but did not answer the negotiation within 300ms; its main \
            loop is busy or stuck

            """
        )
    )
  }

  @Test(arguments: QEMUInstallation.all)
  func `a reply that does not come`(qemu: QEMUInstallation) throws {
    let daemon = try StorageDaemon(of: qemu)
    try daemon.hold(.running, "j")
    let proxy = try FilteringProxy(
      to: daemon.socket(),
      FilteringProxy.Rules(unansweredReplies: ["job-pause"])
    )
    let result = try Jobctl.run("pause", "j", "--reply-timeout", "300ms", at: proxy.socket)
    #expect(result == Self.noReply(from: proxy.socket))
    // It may still happen, and did.
    try daemon.waitForStatus("paused", of: "j")
  }

  @Test func `events without end do not stretch the time`() throws {
    let events = String(repeating: "\(Self.event)\r\n", count: 1000)
    try checkDeadline([.receive, .flood(Array(events.utf8))])
  }

  @Test func `nor does a reply without end`() throws {
    try checkDeadline([.receive, .send(#"{"return": {}, "#), .flood([0x20])])
  }

  @Test func `nor a server that reads nothing`() throws {
    let server = try FakeMonitor(FakeMonitor.Step.negotiate() + [.stallWithoutReading])
    let filling = (1...20).map { "a\($0)=\(String(repeating: "x", count: 100_000))" }
    let words = ["qmp", "job-pause"] + filling + ["--reply-timeout", "300ms"]
    let result = try Jobctl.run(words, at: server.address)
    #expect(result == Self.noReply(from: server.address))
  }

  @Test func `what is measured ends when its time is over, whatever is sent meanwhile`() throws {
    let flood = [UInt8](repeating: UInt8(ascii: "\n"), count: 1000)
    let look = [FakeMonitor.Step.receive, .succeed([]), .receive, .succeed([])]
    let server = try FakeMonitor(FakeMonitor.Step.negotiate() + look + [.flood(flood)])
    let words = ["list", "--columns", "rate", "--reply-timeout", "300ms"]
    let result = try Jobctl.run(words, at: server.address)
    #expect(result.status == 7)
    #expect(result.error.hasPrefix("jobctl: no reply to query-jobs from "))
  }

  private func checkDeadline(_ steps: [FakeMonitor.Step]) throws {
    let server = try FakeMonitor(FakeMonitor.Step.negotiate() + steps)
    let result = try Jobctl.run("pause", "j", "--reply-timeout", "300ms", at: server.address)
    #expect(result == Self.noReply(from: server.address))
  }

  private static func noReply(from server: String) -> CommandResult {
    .ended(
      7,
      error: """
        jobctl: no reply to job-pause from '\(server)' within 300ms; whether it takes effect is \
        unknown: it may still happen

        """
    )
  }
}
