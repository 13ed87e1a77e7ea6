import TestSupport
import Testing

/// As many ids as a shell's pattern may bring.
@Suite struct ManyIDsTests {
  private static let ids = (1...10_000).map { "job-\($0)" }

  @Test func `every one is sent, once and in order`() throws {
    let server = try FakeMonitor { _ in [.succeed] }
    let result = try Jobctl.run(["pause"] + Self.ids + Self.ids, at: server.address)
    #expect(result == .ended(0))
    let asked = try server.received.dropFirst().map { request in
      try JSON(parsing: request)["arguments"]?["id"]?.string
    }
    #expect(asked == Self.ids)
  }

  @Test func `every one that is missing is told`() throws {
    let server = try FakeMonitor(answering: FakeJobs([:]).answer)
    let result = try Jobctl.run(["list", "-o", "name"] + Self.ids, at: server.address)
    let complaints = Self.ids.map { "jobctl: there is no job '\($0)'\n" }
    #expect(result == .ended(3, error: complaints.joined()))
  }

  @Test func `a dry run asks once what the server knows`() throws {
    let server = try FakeMonitor(answering: FakeJobs([:]).answer)
    let result = try Jobctl.run(["pause", "-n"] + Self.ids, at: server.address)
    #expect(result.status == 0)
    #expect(result.lines.count == Self.ids.count)
    #expect(server.receivedCommands == ["qmp_capabilities", "query-commands"])
  }
}
