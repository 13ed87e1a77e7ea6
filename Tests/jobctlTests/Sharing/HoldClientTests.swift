import Glibc
import TestSupport
import Testing

/// Clients of a holder that come, go, and take much at once.
@Suite struct HoldClientTests {
  private let place: MeetingPlace
  private let jobs = FakeJobs(["j": FakeJobs.Job()])

  init() throws {
    place = try MeetingPlace()
  }

  @Test func `what a client has asked for that has gone is not carried out`() throws {
    let server = try FakeMonitor { [jobs] in $0.command == "job-pause" ? [] : jobs.answer($0) }
    let path = place.path("shared")
    let holder = try place.hold(server.address, "--listen", path)
    let patient = try StreamSocket(unix: path)
    try patient.send(
      #"{"execute": "qmp_capabilities"}{"execute": "job-pause", "arguments": {"id": "j"}}"#
    )
    try server.wait { $0.received.contains { $0.contains("job-pause") } }
    var hasty: StreamSocket? = try StreamSocket(unix: path)
    try hasty?.send(
      #"{"execute": "qmp_capabilities"}{"execute": "job-cancel", "arguments": {"id": "j"}}"#
    )
    _ = try hasty?.receive(through: "\"return\"")
    hasty = nil
    // Whoever comes later is served later: by then that one is seen to have gone.
    _ = try RawMonitor(path)
    let request = try #require(server.received.last { $0.contains("job-pause") })
    let id = try #require(request.firstMatch(of: /"id": ("jobctl-[^"]*")/)?.output.1)
    server.say(.send(Array("{\"return\": {}, \"id\": \(id)}\r\n".utf8)))
    try patient.send(#"{"execute": "query-jobs", "id": "last"}"#)
    _ = try patient.receive(through: "\"last\"}\r\n")
    #expect(!server.receivedCommands.contains("job-cancel"))
    withExtendedLifetime(holder) {}
  }

  @Test func `an answer of any size reaches whoever takes it, events or not`() throws {
    let size = 8 << 20
    let text = String(repeating: "x", count: size)
    let server = try FakeMonitor { [jobs] request in
      guard request.command == "query-much" else { return jobs.answer(request) }
      return [.succeed(.string(text))]
        + (1...100).map { .event("SOMETHING", ["number": .integer($0)]) }
    }
    let path = place.path("shared")
    let holder = try place.hold(server.address, "--listen", path)
    // The only client would be waited for.
    let other = try RawMonitor(path)
    let result = try place.run("qmp", "-c", "query-much", at: server.address)
    #expect(result.status == 0, "\(result.error)")
    #expect(result.outputBytes.count == size + 3)
    withExtendedLifetime((holder, other)) {}
  }

  @Test func `one who never negotiates keeps nobody from letting go`() throws {
    let server = try FakeMonitor(answering: jobs.answer)
    let path = place.path("shared")
    let holder = try place.hold(server.address, "--listen", path, "--idle-exit", "100ms")
    let silent = try StreamSocket(unix: path)
    _ = try silent.receive()
    #expect(try holder.wait() == .ended(0, error: holder.error))
    _ = try silent.receiveAll()
  }

  @Test func `what is asked of a watch by a signal does not make its holder stay`() throws {
    let server = try FakeMonitor(answering: jobs.answer)
    let watch = try place.watch(server.address)
    kill(try place.holder(of: server.address), SIGUSR1)
    #expect(try place.run("is", "j", "running", at: server.address).status == 0)
    watch.send(SIGTERM)
    try watch.wait()
    try place.wait(for: 0)
  }

  @Test func `who ends with another holder says so, and only clients are named as such`() throws {
    let server = try FakeMonitor(answering: jobs.answer)
    let first = try place.hold(server.address)
    let second = try place.hold(server.address, "--listen", place.path("shared"))
    let check = try place.run("hold", "--check", at: server.address).output
    let numbers = [first, second].map(\.processIdentifier)
    #expect(
      check == "held by jobctl hold (pid \(numbers[0])), for jobctl hold (pid \(numbers[1]))\n"
    )
    first.send(SIGKILL)
    let result = try second.wait()
    #expect(result.status == 8)
    let end = "jobctl: the jobctl that held '\(server.address)' closed the connection\n"
    #expect(result.error.hasSuffix(end), "\(result)")
  }

  @Test func `a clock that was set back is no reason not to share`() throws {
    let server = try FakeMonitor(answering: jobs.answer)
    try CommandRun.succeed("touch", ["-d", "+1 hour", server.address])
    let holder = try place.hold(server.address)
    #expect(try place.holder(of: server.address) == holder.processIdentifier)
    #expect(try place.run("list", "-o", "name", at: server.address) == .ended(0, output: "j\n"))
    #expect(server.log.connections.count == 1)
  }

  @Test func `who waits for a monitor finds whoever holds it by then`() throws {
    let monitor = try FakeMonitor([.stall])
    let holder = try FakeMonitor(answering: jobs.answer)
    let list = try place.start("list", "-o", "name", at: monitor.address)
    try monitor.wait { $0.connections.count == 1 }
    let script = "mkdir -m 700 $1/jobctl; mv $2 $1/jobctl/$3"
    let name = try MeetingPlace.name(for: monitor.address)
    try CommandRun.succeed("sh", ["-c", script, "sh", place.path("."), holder.address, name])
    #expect(try list.wait() == .ended(0, output: "j\n"))
    try monitor.wait { $0.ended == 1 }
    #expect(monitor.received == [])
  }
}
