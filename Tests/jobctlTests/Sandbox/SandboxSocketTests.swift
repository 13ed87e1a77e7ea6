import Glibc
import TestSupport
import Testing

/// Where a sandbox listens, and whom it serves.
@Suite struct SandboxSocketTests {
  @Test func `its socket is its owner's`() throws {
    let sandbox = try Sandbox()
    let mode = try CommandRun.succeed("stat", ["-c", "%F %a", sandbox.socket])
    #expect(mode == "socket 600\n")
  }

  @Test(arguments: ["a file", "a socket somebody listens on", "a stale socket"])
  func `what is there already stays there`(_ what: String) throws {
    let other = try Sandbox()
    let path: String
    switch what {
    case "a file": path = try other.directory.write("precious", to: "file")
    case "a stale socket":
      path = other.socket
      other.command.send(SIGKILL)
      try other.command.wait()
    default: path = other.socket
    }
    let before = try CommandRun.succeed("stat", ["-c", "%i", path])
    #expect(
      try Jobctl.run("sandbox", "--listen", path, "--", "true")
        == .ended(
          1,
          error: "jobctl: cannot listen on '\(path)': it exists; remove it if nobody uses it\n"
        )
    )
    #expect(try CommandRun.succeed("stat", ["-c", "%i", path]) == before)
    if what == "a socket somebody listens on" { try other.monitor().exchange() }
  }

  @Test func `a path that cannot be is refused`() throws {
    let directory = try TemporaryDirectory()
    let missing = directory.path("none/qmp")
    #expect(
      try Jobctl.run("sandbox", "--listen", missing, "--", "true")
        == .ended(1, error: "jobctl: cannot listen on '\(missing)': No such file or directory\n")
    )
    let long = directory.path(String(repeating: "x", count: 108))
    #expect(
      try Jobctl.run("sandbox", "--listen", long, "--", "true")
        == .ended(1, error: "jobctl: cannot listen on '\(long)': File name too long\n")
    )
    let result = try Jobctl.run(
      "sandbox",
      "--",
      "true",
      environment: ["TMPDIR": directory.path("none")]
    )
    #expect(
      result
        == .ended(
          1,
          error: """
            jobctl: cannot make a private socket in TMPDIR or /tmp: No such file or directory; \
            --listen names a place for one

            """
        )
    )
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func `it leaves nothing behind though clients are there`(signal: Int32) throws {
    let sandbox = try Sandbox("--scenario", "tour")
    let monitor = try sandbox.monitor()
    let silent = try sandbox.client()
    try monitor.exchange()
    sandbox.command.send(signal)
    #expect(try sandbox.command.wait().signal == signal)
    #expect(try sandbox.directory.names().isEmpty)
    #expect(throws: SupportFailure.self) { try monitor.exchange() }
    _ = try silent.receiveAll()
  }

  @Test func `with one client at a time the others get no greeting until it has left`() throws {
    let sandbox = try Sandbox("--single-client")
    var first: RawMonitor? = try sandbox.monitor()
    // As with QEMU, two more can connect and a third cannot.
    let second = try sandbox.client()
    let third = try sandbox.client()
    #expect(throws: SupportFailure.system(call: "connect \(sandbox.socket)", errno: EAGAIN)) {
      try sandbox.client()
    }
    // What they send meanwhile is carried out when their turn comes.
    try second.send(#"{"execute": "qmp_capabilities"}{"execute": "query-version", "id": 2}"#)
    for _ in 1...3 { try first?.exchange() }
    let busy = try Jobctl.run("--connect-timeout", "100ms", "list", at: sandbox.socket)
    #expect(busy.status == 6)
    first = nil
    let said = try second.receive(through: "\"id\": 2}\r\n")
    #expect(said.hasPrefix("{\"QMP\": "))
    #expect(throws: SupportFailure.timedOut(waitingFor: "bytes", seen: "nothing")) {
      try third.receive(timeout: .milliseconds(50))
    }
    second.finishSending()
    #expect(try third.receive(through: "\r\n").hasPrefix("{\"QMP\": "))
  }

  @Test func `a client that leaves takes nothing with it`() throws {
    let sandbox = try Sandbox()
    try sandbox.monitor().startMirror("m", ["speed": 1])
    let second = try sandbox.monitor()
    #expect(try second.status(of: "m") == "running")
    #expect(second.events.isEmpty)
  }

  @Test func `more clients than fit wait until others leave`() throws {
    let sandbox = try Sandbox(descriptors: 24)
    var clients = try (0..<40).map { _ in try sandbox.client() }
    // Some fit beside what the process itself has open.
    for client in clients.prefix(10) {
      #expect(try client.receive(through: "\r\n").hasPrefix("{\"QMP\": "))
    }
    let last = clients.removeLast()
    clients.removeAll()
    #expect(try last.receive(through: "\r\n").hasPrefix("{\"QMP\": "))
    try sandbox.monitor().exchange()
  }
}
