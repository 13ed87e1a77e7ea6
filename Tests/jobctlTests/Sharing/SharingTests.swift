import Glibc
import TestSupport
import Testing

/// A monitor that serves one client, and several jobctls that want it: nobody has to know how.
@Suite struct SharingTests {
  private static let impatience = ["--connect-timeout", "300ms"]

  @Test(arguments: QEMUInstallation.all)
  func `one watches, one types, and scripts run, at one monitor`(
    qemu: QEMUInstallation
  ) throws {
    let daemon = try StorageDaemon(of: qemu)
    let socket = daemon.socket()
    try daemon.hold(.running, "j", autoDismiss: false)
    let place = try MeetingPlace()
    let watch = try place.watch(socket)
    let shell = try TypedShell(at: socket, environment: place.environment)
    for (verb, status) in [("pause", "paused"), ("resume", "running")] {
      #expect(try place.run(verb, "j", "--wait", at: socket) == .ended(0))
      try watch.readOutput { $0.contains("→ \(status)") }
      try shell.waitForNews("→ \(status)")
    }
    try shell.enter("set-speed j 1M")
    #expect(try place.run("is", "j", "running", at: socket).status == 0)
    try shell.enter("cancel j")
    try watch.readOutput { $0.contains("→ concluded") }
    #expect(try place.run("dismiss", "j", at: socket) == .ended(0))
    try watch.readOutput { $0.contains("→ gone") || $0.contains("→ null") }
    try shell.enter("list -o name")
    #expect(try place.sockets().count == 1)
  }

  @Test(arguments: QEMUInstallation.all)
  func `completing and finalizing by way of others`(
    qemu: QEMUInstallation
  ) throws {
    let daemon = try StorageDaemon(of: qemu)
    let socket = daemon.socket()
    try daemon.hold(.ready, "ready")
    try daemon.hold(.pending, "pending")
    let place = try MeetingPlace()
    let wait = try place.start("wait", "ready", "pending", "--progress=100ms", at: socket)
    try wait.readError { $0.contains("%") }
    #expect(try place.run("complete", "ready", at: socket) == .ended(0))
    #expect(try place.run("finalize", "pending", at: socket) == .ended(0))
    #expect(try wait.wait().status == 0)
  }

  // MARK: - Who holds it

  @Test func `the monitor is let go with the last who uses it, not with the first`() throws {
    let daemon = try StorageDaemon(of: .any)
    let socket = daemon.socket()
    try daemon.hold(.running, "j")
    let place = try MeetingPlace()
    let first = try place.watch(socket)
    let second = try place.watch(socket)
    let holder = try place.holder(of: socket)
    first.send(SIGKILL)
    try first.wait()
    #expect(try place.run("pause", "j", at: socket) == .ended(0))
    try second.readOutput { $0.contains("→ paused") }
    #expect(try place.holder(of: socket) == holder)
    second.send(SIGINT)
    try second.wait()
    // Queued behind whoever has it still, and served when that one is gone.
    #expect(try place.run("list", "--no-share", at: socket).status == 0)
    #expect(try place.sockets() == [])
  }

  @Test func `whoever holds it for a watch can be told to stay`() throws {
    let sandbox = try Sandbox("--single-client", "--scenario", "tour")
    let socket = sandbox.socket
    let place = try MeetingPlace()
    let watch = try place.watch(socket)
    let holder = try place.holder(of: socket)
    #expect(
      try place.run("hold", "--background", at: socket)
        == .ended(
          0,
          error:
            "jobctl: '\(socket)' is held already, by jobctl watch (pid \(holder)), which stays\n"
        )
    )
    watch.send(SIGTERM)
    try watch.wait()
    #expect(try place.run("list", "-o", "name", at: socket).status == 0)
    #expect(try place.holder(of: socket) == holder)
    #expect(try place.run("hold", "--stop", at: socket) == .ended(0))
    #expect(try place.sockets() == [])
  }

  @Test(arguments: [
    ["watch", "--no-share"], ["wait", "j", "--no-share"], ["shell", "--no-share", "-c", "wait j"],
  ])
  func `who does not share has the monitor alone`(_ words: [String]) throws {
    let jobs = FakeJobs(["j": FakeJobs.Job()])
    let server = try FakeMonitor { jobs.answer($0) }
    let place = try MeetingPlace()
    let alone = try place.start(words, at: server.address)
    try server.wait { $0.received.contains { $0.contains("query-jobs") } }
    #expect(try place.sockets() == [])
    #expect(try place.run("hold", "--check", at: server.address).status == 5)
    alone.send(SIGKILL)
    try alone.wait()
  }

  @Test func `somebody who has the monitor for others is named as that`() throws {
    let sandbox = try Sandbox("--single-client", "--scenario", "tour")
    let place = try MeetingPlace()
    let watch = try place.watch(sandbox.socket)
    let result = try place.run(["list", "--no-share"] + Self.impatience, at: sandbox.socket)
    #expect(result.status == 6)
    let expected = /jobctl: '.*' is busy: held by jobctl watch \(pid [0-9]+\), shared\n.*\n/
    #expect(result.error.wholeMatch(of: expected) != nil, "\(result.error)")
    withExtendedLifetime(watch) {}
  }

  @Test func `of those who start at once one holds the monitor, and all use it`() throws {
    let sandbox = try Sandbox("--single-client", "--scenario", "tour")
    let place = try MeetingPlace()
    let clients = try (0..<50).map { number in
      switch number % 3 {
      case 0: try place.start("watch", "--count", "1", at: sandbox.socket)
      case 1: try place.start("list", at: sandbox.socket)
      default: try place.start("wait", "mirror0", "--for", "running", at: sandbox.socket)
      }
    }
    for client in clients { #expect(try client.wait().status == 0) }
  }

  // MARK: - Trouble

  @Test func `a holder that is killed is replaced by one of those it served`() throws {
    let daemon = try StorageDaemon(of: .any)
    let socket = daemon.socket()
    try daemon.hold(.running, "j")
    let place = try MeetingPlace()
    let watches = try (0..<3).map { _ in try place.watch(socket, "--reconnect") }
    let shell = try TypedShell(at: socket, environment: place.environment)
    let holder = try place.holder(of: socket)
    kill(holder, SIGKILL)
    for watch in watches { try watch.readError { $0.contains("connected again") } }
    try shell.waitForNews("jobctl: connected again")
    #expect(try place.holder(of: socket) != holder)
    #expect(try place.run("pause", "j", at: socket) == .ended(0))
    for watch in watches { try watch.readOutput { $0.contains("→ paused") } }
    try shell.waitForNews("→ paused")
    #expect(try place.sockets().count == 1)
  }

  @Test func `who waits outlives the holder that is killed`() throws {
    let daemon = try StorageDaemon(of: .any)
    let socket = daemon.socket()
    try daemon.hold(.running, "j")
    let place = try MeetingPlace()
    let waits = try (0..<5).map { _ in
      try place.start("wait", "j", "--progress=100ms", at: socket)
    }
    for wait in waits { try wait.readError { $0.contains("%") } }
    let holder = try place.holder(of: socket)
    kill(holder, SIGKILL)
    #expect(try place.run("cancel", "j", "--queue=10s", at: socket) == .ended(0))
    for wait in waits {
      let status = try wait.wait().status
      #expect(status == 10 || status == 11)
    }
  }

  @Test func `who waits heeds signals after its holder was killed, too`() throws {
    let jobs = FakeJobs(["j": FakeJobs.Job()])
    let server = try FakeMonitor(answering: jobs.answer)
    let place = try MeetingPlace()
    let wait = try place.start("wait", "j", at: server.address)
    try server.wait { $0.received.contains { $0.contains("query-jobs") } }
    kill(try place.holder(of: server.address), SIGKILL)
    try server.wait { $0.received.filter { $0.contains("query-jobs") }.count == 2 }
    wait.send(SIGUSR1)
    try wait.readError { $0.contains("is running") }
    server.say(jobs.move("j", to: "concluded"))
    #expect(try wait.wait().status == 0)
  }

  @Test func `who looks for another connection heeds signals once there is one`() throws {
    let server = try FakeMonitor(answering: FakeJobs(["j": FakeJobs.Job()]).answer)
    let place = try MeetingPlace()
    let wait = try place.start("wait", "j", at: server.address)
    try server.wait { $0.received.contains { $0.contains("query-jobs") } }
    let holder = try place.holder(of: server.address)
    try place.withoutNewHolders {
      kill(holder, SIGKILL)
      try place.waitForVisit(of: wait.processIdentifier)
      wait.send(SIGUSR1)
    }
    try wait.readError { $0.contains("is running") }
  }

  @Test func `a command whose holder is killed is said to have an unknown effect`() throws {
    let jobs = FakeJobs(["j": FakeJobs.Job()])
    let server = try FakeMonitor { $0.command == "job-pause" ? [] : jobs.answer($0) }
    let place = try MeetingPlace()
    let watch = try place.watch(server.address)
    let pause = try place.start("pause", "j", at: server.address)
    try server.wait { $0.received.contains { $0.contains("job-pause") } }
    kill(try place.holder(of: server.address), SIGKILL)
    let result = try pause.wait()
    #expect(result.status == 8)
    #expect(
      result.error == "jobctl: the jobctl that held '\(server.address)' closed the connection "
        + "before its reply to job-pause; whether it took effect is unknown\n"
    )
    // Who only looks on goes on by another connection.
    try server.wait { $0.received.filter { $0.contains("query-jobs") }.count > 1 }
    server.say(.status("j", "paused"))
    try watch.readOutput { $0.contains("→ paused") }
  }

  @Test(arguments: QEMUInstallation.all)
  func `when the server ends all who share it learn that`(
    qemu: QEMUInstallation
  ) throws {
    let daemon = try StorageDaemon(of: qemu)
    try daemon.hold(.running, "j")
    let place = try MeetingPlace()
    let watch = try place.start("watch", at: daemon.socket())
    try watch.readOutput { $0.contains("is running") }
    let wait = try place.start("wait", "j", "--progress=100ms", at: daemon.socket())
    try wait.readError { $0.contains("%") }
    try daemon.kill()
    #expect(try watch.wait().status == 8)
    #expect(try wait.wait().status == 8)
  }

  @Test(arguments: [["watch"], ["wait", "j"]])
  func `a server that closes the connection is not come back to`(_ words: [String]) throws {
    let jobs = FakeJobs(["j": FakeJobs.Job()])
    let server = try FakeMonitor { jobs.answer($0) }
    let place = try MeetingPlace()
    let command = try place.start(words, at: server.address)
    try server.wait { $0.received.contains { $0.contains("query-jobs") } }
    server.say(.close)
    #expect(try command.wait().status == 8)
    #expect(server.log.connections.count == 1)
  }

  @Test func `a server that is stopped is told as that, through a holder too`() throws {
    let daemon = try StorageDaemon(of: .any)
    let socket = daemon.socket()
    try daemon.hold(.running, "j")
    let place = try MeetingPlace()
    let watch = try place.watch(socket)
    try daemon.freeze()
    defer { daemon.thaw() }
    // In which the holder has greeted, on a busy machine too.
    let patience = ["--connect-timeout", "3s"]
    let list = try place.run(["list"] + patience, at: socket)
    #expect(list.status == 6)
    let stopped = "is stopped\n  it goes on after 'kill -CONT \(daemon.processIdentifier)'\n"
    #expect(list.error.hasSuffix(stopped), "\(list.error)")
    let verb = try place.run(["qmp", "job-pause", "id=j"] + patience, at: socket)
    #expect(verb.status == 7)
    #expect(verb.error.contains("no reply to job-pause"), "\(verb.error)")
    withExtendedLifetime(watch) {}
  }

  @Test func `one that is stopped keeps nobody from the monitor`() throws {
    let daemon = try StorageDaemon(of: .any)
    let socket = daemon.socket()
    try daemon.hold(.running, "j")
    let place = try MeetingPlace()
    let watch = try place.watch(socket)
    watch.send(SIGSTOP)
    defer { watch.send(SIGCONT) }
    #expect(try place.run("pause", "j", "--wait", at: socket) == .ended(0))
    #expect(try place.run("is", "j", "paused", at: socket).status == 0)
  }

  @Test func `whoever reads slowly misses nothing as long as nobody else is there`() throws {
    let jobs = FakeJobs(["j": FakeJobs.Job()])
    let count = 60_000
    let event = #"{"timestamp": {"seconds": 1, "microseconds": 0}, "event": "JOB_STATUS_CHANGE", "#
    let flood = ["paused", "running"].map {
      event + "\"data\": {\"id\": \"j\", \"status\": \"\($0)\"}}\n"
    }
    let server = try FakeMonitor { jobs.answer($0) }
    let place = try MeetingPlace()
    let watch = try place.start(
      "watch",
      "--all-events",
      "--no-snapshot",
      "--count",
      "\(count)",
      at: server.address
    )
    try server.wait { $0.received.contains { $0.contains("query-jobs") } }
    let holder = try place.holder(of: server.address)
    // It can neither write nor read any more.
    watch.send(SIGSTOP)
    server.say(.send(Array(String(repeating: flood.joined(), count: count / 2).utf8)))
    // The holder takes some of it, and then waits for the watch, as the server does for both.
    try ProcessActivity.wait(for: holder) { $0.bytesRead ?? 0 > 1 << 20 && $0.state == "S" }
    watch.send(SIGCONT)
    #expect(try watch.wait().output.split(separator: "\n").count == count)
  }

  @Test func `the holder keeps nothing of who began it`() throws {
    let sandbox = try Sandbox("--single-client", "--scenario", "tour")
    let place = try MeetingPlace()
    // Their output, and a lock of the script's, are free when they end.
    let script = """
      exec 9>"$1"; flock 9
      "$2" -s "$3" watch | { read -r line; echo begun; read -r end <"$4"; }
      """
    let (lock, end) = (place.path("lock"), place.path("end"))
    try CommandRun.succeed("mkfifo", [end])
    let first = try RunningCommand(
      "sh",
      ["-c", script, "sh", lock, Jobctl.path, sandbox.socket, end],
      environment: place.environment
    )
    try first.readOutput { $0.contains("begun") }
    let second = try place.watch(sandbox.socket)
    try CommandRun.succeed("sh", ["-c", "echo >$1", "sh", end])
    #expect(try first.wait().status == 0)
    try CommandRun.succeed("flock", ["--nonblock", lock, "true"])
    let holder = try place.holder(of: sandbox.socket)
    // One of them may go while they are listed.
    let files = try CommandRun.run("ls", ["-l", "/proc/\(holder)/fd"]).output
    #expect(!files.contains("pipe:") && !files.contains("lock"), "\(files)")
    #expect(try CommandRun.succeed("readlink", ["/proc/\(holder)/cwd"]) == "/\n")
    withExtendedLifetime(second) {}
  }
}
