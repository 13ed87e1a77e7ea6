import Glibc
import TestSupport
import Testing

/// A monitor that serves one client, and the many who use it through a holder.
@Suite struct HoldTests {
  private static let impatience = ["--connect-timeout", "300ms"]

  @Test(arguments: QEMUInstallation.all)
  func `who watches and who acts share a monitor without knowing`(qemu: QEMUInstallation) throws {
    let daemon = try StorageDaemon(of: qemu)
    try daemon.hold(.running, "j")
    let place = try MeetingPlace()
    let holder = try place.hold(daemon.socket())
    let watch = try place.start("watch", at: daemon.socket())
    try watch.readOutput { $0.contains("running") }
    #expect(try Jobctl.run(["list"] + Self.impatience, at: daemon.socket()).status == 6)
    #expect(try place.run("pause", "j", at: daemon.socket()) == .ended(0))
    try watch.readOutput { $0.contains("paused") }
    #expect(try place.run("is", "j", "paused", at: daemon.socket()).status == 0)
    #expect(try place.run("resume", "j", at: daemon.socket()) == .ended(0))
    #expect(try place.run("set-speed", "j", "1M", at: daemon.socket()) == .ended(0))
    #expect(try place.run("complete", "none", at: daemon.socket()).status == 3)
    #expect(try place.run("cancel", "j", "--wait", at: daemon.socket()) == .ended(0))
    holder.send(SIGTERM)
    try holder.wait()
  }

  @Test func `many who come at once are all served`() throws {
    let sandbox = try Sandbox("--single-client")
    let place = try MeetingPlace()
    let holder = try place.hold(sandbox.socket)
    let clients = try (1...20).map { _ in
      try place.start("qmp", "query-version", at: sandbox.socket)
    }
    for client in clients { #expect(try client.wait().status == 0) }
    withExtendedLifetime(holder) {}
  }

  @Test(arguments: QEMUInstallation.all)
  func `any QMP client is served on a socket of its own`(qemu: QEMUInstallation) throws {
    let daemon = try StorageDaemon(of: qemu)
    let place = try MeetingPlace()
    let path = place.path("shared")
    let holder = try place.hold(daemon.socket(), "--listen", path)
    #expect(try CommandRun.succeed("stat", ["-c", "%F %a", path]) == "socket 600\n")
    let (first, second) = (try RawMonitor(path), try RawMonitor(path))
    #expect(first.greeting["QMP"]?["version"] == daemon.monitor().greeting["QMP"]?["version"])
    #expect(throws: SupportFailure.self) { try first.execute("none") }
    try daemon.hold(.running, "j")
    try first.execute("job-pause", ["id": "j"])
    try second.waitForStatus("paused", of: "j")
    try first.waitForStatus("paused", of: "j")
    holder.send(SIGTERM)
    try holder.wait()
    #expect(try place.sockets() == [])
    #expect(throws: SupportFailure.self) { try RawMonitor(path) }
  }

  @Test(arguments: [SIGTERM, SIGINT, SIGKILL])
  func `when the holder ends its clients see the end of the file, and others go on`(
    _ signal: Int32
  ) throws {
    let sandbox = try Sandbox("--single-client", "--scenario", "tour")
    let place = try MeetingPlace()
    let path = place.path("shared")
    let holder = try place.hold(sandbox.socket, "--listen", path)
    let client = try StreamSocket(unix: path)
    try client.send(#"{"execute": "qmp_capabilities", "id": "ready"}"#)
    _ = try client.receive(through: "\"ready\"}\r\n")
    holder.send(signal)
    #expect(try holder.wait().signal == signal)
    _ = try client.receiveAll()
    #expect(try place.sockets().isEmpty == (signal != SIGKILL))
    #expect(try place.run("list", "-o", "name", at: sandbox.socket).status == 0)
    // What a killed one leaves behind is in nobody's way.
    let next = try place.hold(sandbox.socket)
    #expect(try place.sockets().count == 1)
    #expect(try place.run("list", "-o", "name", at: sandbox.socket).status == 0)
    withExtendedLifetime(next) {}
  }

  @Test func `the holder ends with the server, and the next server is another one`() throws {
    let place = try MeetingPlace()
    let path = place.path("qmp")
    let servers = ["quiet", "tour"]
    for scenario in servers {
      let server = try RunningCommand(
        Jobctl.path,
        ["sandbox", "--single-client", "--listen", path, "--scenario", scenario]
      )
      try server.readError { $0.contains("jobctl list\n") }
      let holder = try place.hold(path)
      let jobs = try place.run("list", "-o", "name", at: path)
      #expect(jobs.status == 0)
      #expect(jobs.output.isEmpty == (scenario == "quiet"))
      server.send(SIGTERM)
      try server.wait()
      let result = try holder.wait()
      #expect(result.status == 8)
      #expect(result.error.hasSuffix("jobctl: '\(path)' closed the connection\n"))
      #expect(try place.sockets() == [])
    }
  }

  // MARK: - Holding and letting go

  @Test(arguments: QEMUInstallation.all)
  func `one may ask who holds it, and end that`(qemu: QEMUInstallation) throws {
    let daemon = try StorageDaemon(of: qemu)
    let socket = daemon.socket()
    let place = try MeetingPlace()
    let nobody = CommandResult.ended(5, error: "jobctl: no jobctl holds '\(socket)'\n")
    #expect(try place.run("hold", "--check", at: socket) == nobody)
    #expect(try place.run("hold", "--stop", at: socket) == nobody)
    let holder = try place.hold(socket)
    let name = "jobctl hold (pid \(holder.processIdentifier))"
    #expect(
      try place.run("hold", "--check", at: socket) == .ended(0, output: "held by \(name)\n")
    )
    #expect(
      try place.run("hold", at: socket)
        == .ended(0, error: "jobctl: '\(socket)' is held already, by \(name), which stays\n")
    )
    #expect(try place.run("hold", "--stop", at: socket) == .ended(0))
    #expect(try holder.wait().signal == SIGTERM)
    #expect(try place.run("hold", "--check", at: socket) == nobody)
  }

  @Test(arguments: QEMUInstallation.all)
  func `in the background it holds on after the command has ended`(qemu: QEMUInstallation) throws {
    let daemon = try StorageDaemon(of: qemu)
    let socket = daemon.socket()
    let place = try MeetingPlace()
    #expect(try place.run("hold", "--background", at: socket) == .ended(0))
    let answer = try place.run("hold", "--check", at: socket)
    #expect(answer.output.wholeMatch(of: /held by jobctl hold \(pid [0-9]+\)\n/) != nil)
    #expect(try place.run("list", at: socket).status == 0)
    #expect(try place.run("hold", "--stop", at: socket) == .ended(0))
    #expect(try place.run("hold", "--check", at: socket).status == 5)
  }

  @Test func `in the background it keeps nothing of the script that began it`() throws {
    let daemon = try StorageDaemon(of: .any)
    let place = try MeetingPlace()
    let script = """
      cd "$1"; exec 9>lock; flock 9
      "$2" -s "$3" hold --background --listen shared
      """
    try CommandRun.succeed(
      "env",
      ["XDG_RUNTIME_DIR=\(place.path("."))", "sh", "-c", script, "sh"]
        + [place.path("."), Jobctl.path, daemon.socket()]
    )
    try CommandRun.succeed("flock", ["--nonblock", place.path("lock"), "true"])
    try RawMonitor(place.path("shared")).exchange()
    #expect(try place.run("hold", "--stop", at: daemon.socket()) == .ended(0))
    #expect(try CommandRun.run("test", ["-e", place.path("shared")]).status == 1)
  }

  @Test(arguments: QEMUInstallation.all)
  func `it lets go when nobody has used it for long enough`(qemu: QEMUInstallation) throws {
    let daemon = try StorageDaemon(of: qemu)
    let place = try MeetingPlace()
    let path = place.path("shared")
    let holder = try place.hold(daemon.socket(), "--idle-exit", "2s", "--listen", path)
    var client: RawMonitor? = try RawMonitor(path)
    let start = ContinuousClock.now
    try client?.exchange()
    client = nil
    #expect(try holder.wait().status == 0)
    #expect(ContinuousClock.now - start >= .seconds(2))
  }

  @Test func `of two who would hold it one does, and the other shares with it`() throws {
    let sandbox = try Sandbox("--single-client")
    let place = try MeetingPlace()
    let paths = ["a", "b"].map(place.path)
    let both = try paths.map { try place.start("hold", "--listen", $0, at: sandbox.socket) }
    for holder in both { try holder.readError { $0.contains("' is held for others") } }
    for path in paths { try RawMonitor(path).exchange() }
    #expect(try place.sockets().count == 1)
  }

  @Test(arguments: QEMUInstallation.all)
  func `where another client has the monitor it says so, and clients find their own way`(
    qemu: QEMUInstallation
  )
    throws
  {
    let daemon = try StorageDaemon(of: qemu)
    let place = try MeetingPlace()
    var other: RawMonitor? = try RawMonitor(daemon.socket())
    let holder = try place.start("hold", "--connect-timeout", "300ms", at: daemon.socket())
    let client = try place.start("list", at: daemon.socket())
    let result = try holder.wait()
    #expect(result.status == 6)
    #expect(result.error.contains("is busy"))
    try other?.exchange()
    other = nil
    #expect(try client.wait().status == 0)
    #expect(try place.sockets() == [])
  }

  @Test func `what a killed holder left behind is in no way`() throws {
    let sandbox = try Sandbox("--single-client")
    let place = try MeetingPlace()
    let path = place.path("shared")
    let first = try place.hold(sandbox.socket, "--listen", path)
    first.send(SIGKILL)
    try first.wait()
    let second = try place.hold(sandbox.socket, "--listen", path)
    try RawMonitor(path).exchange()
    // But nobody is driven out, and no file is lost.
    for taken in [path, Jobctl.path] {
      let third = try place.run("hold", "--listen", taken, at: sandbox.socket)
      #expect(third.status == 1)
      #expect(third.error.contains("it exists"))
    }
    try RawMonitor(path).exchange()
    withExtendedLifetime(second) {}
  }

  @Test func `places of holders that are gone are tidied away`() throws {
    let place = try MeetingPlace()
    for _ in 1...3 {
      let sandbox = try Sandbox("--single-client")
      let holder = try place.hold(sandbox.socket)
      holder.send(SIGKILL)
      try holder.wait()
    }
    let sandbox = try Sandbox("--single-client")
    let holder = try place.hold(sandbox.socket)
    #expect(try place.sockets().count == 1)
    let sockets = try place.run("sockets", "-o", "jsonl", at: sandbox.socket).output
    #expect(sockets.contains(sandbox.socket))
    #expect(!sockets.contains(place.path("jobctl")))
    withExtendedLifetime(holder) {}
  }

  @Test(arguments: [["tcp:localhost:1"], ["fd:9"]])
  func `what has no path is shared only where it is told to`(_ address: [String]) throws {
    let result = try Jobctl.run("hold", at: address[0])
    #expect(result.status == 2)
    #expect(result.error.contains("--listen PATH"))
  }

  // MARK: - Trouble

  @Test func `a client that reads nothing is cut off, and the others are not`() throws {
    let sandbox = try Sandbox("--single-client", "--scenario", "many")
    let place = try MeetingPlace()
    let path = place.path("shared")
    let holder = try place.hold(sandbox.socket, "--listen", path)
    let reader = try RawMonitor(path)
    let sink = try StreamSocket(unix: path)
    // Each answer is more than a megabyte.
    let requests = String(repeating: #"{"execute": "query-jobs"}"#, count: 20)
    try sink.send(#"{"execute": "qmp_capabilities"}"# + requests)
    try reader.exchange()
    try sink.waitForHangUp(timeout: .seconds(60))
    try reader.exchange()
    withExtendedLifetime(holder) {}
  }

  @Test func `what a client asked for before it closed its side is answered to the last byte`()
    throws
  {
    let sandbox = try Sandbox("--single-client", "--scenario", "many")
    let place = try MeetingPlace()
    let path = place.path("shared")
    let holder = try place.hold(sandbox.socket, "--listen", path)
    let client = try StreamSocket(unix: path)
    try client.send(#"{"execute": "qmp_capabilities"}{"execute": "query-jobs", "id": "last"}"#)
    client.finishSending()
    let said = String(decoding: try client.receiveAll(timeout: .seconds(60)), as: UTF8.self)
    #expect(said.utf8.count > 1 << 20)
    #expect(said.hasSuffix("\"id\": \"last\"}\r\n"))
    withExtendedLifetime(holder) {}
  }

  @Test(arguments: QEMUInstallation.all)
  func `bytes of any kind are answered, and nobody else suffers`(qemu: QEMUInstallation) throws {
    let daemon = try StorageDaemon(of: qemu)
    let place = try MeetingPlace()
    let path = place.path("shared")
    let holder = try place.hold(daemon.socket(), "--listen", path)
    let reader = try RawMonitor(path)
    for bytes in [[0], Array(0...255), Array("]}{[\"".utf8), Array(#"{"execute": "x""#.utf8)] {
      let hostile = try StreamSocket(unix: path)
      try hostile.send(#"{"execute": "qmp_capabilities"}{"execute": "query-version"}"#)
      try hostile.send(bytes)
      try reader.exchange()
    }
    #expect(try place.run("list", "-o", "name", at: daemon.socket()) == .ended(0))
    withExtendedLifetime(holder) {}
  }

  @Test(
    .enabled(if: geteuid() == 0, "only root can be somebody else"),
    arguments: QEMUInstallation.all
  )
  func `another user is not served, whatever the socket's mode`(qemu: QEMUInstallation) throws {
    let daemon = try StorageDaemon(of: qemu)
    let place = try MeetingPlace()
    let path = place.path("shared")
    let holder = try place.hold(daemon.socket(), "--listen", path)
    try CommandRun.succeed("chmod", ["755", place.path(".")])
    try CommandRun.succeed("chmod", ["666", path])
    let client = [
      "perl", "-MIO::Socket::UNIX", "-e",
      "my $s = IO::Socket::UNIX->new(Peer => shift) or die $!; print scalar <$s>;", path,
    ]
    let own = try CommandRun.run("env", client)
    #expect(own.output.hasPrefix("{\"QMP\": "))
    let other = try CommandRun.run("setpriv", ["--reuid", "65534", "--clear-groups"] + client)
    #expect(other == .ended(0))
    withExtendedLifetime(holder) {}
  }

  @Test(arguments: QEMUInstallation.all)
  func `a meeting place that is others' too is refused`(qemu: QEMUInstallation) throws {
    let daemon = try StorageDaemon(of: qemu)
    let place = try MeetingPlace()
    let folder = place.path("jobctl")
    try CommandRun.succeed("mkdir", ["-m", "755", folder])
    let result = try place.run("hold", at: daemon.socket())
    #expect(result.status == 1)
    #expect(result.error.contains("its folder must be this user's alone"))
    #expect(try place.run("list", "-o", "name", at: daemon.socket()) == .ended(0))
  }
}
