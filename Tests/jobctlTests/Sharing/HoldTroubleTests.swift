import Glibc
import TestSupport
import Testing

/// Holders that have not got the monitor yet, that go, and that are bothered.
@Suite struct HoldTroubleTests {
  /// A monitor that somebody has who does not share, and a watch that waits for it.
  private struct Queue {
    let sandbox: Sandbox
    let place: MeetingPlace
    let watch: RunningCommand
    private var stranger: StreamSocket?

    init(watchingFor timeout: String) throws {
      sandbox = try Sandbox("--single-client", "--scenario", "tour")
      place = try MeetingPlace()
      stranger = try StreamSocket(unix: sandbox.socket)
      _ = try stranger?.receive()
      watch = try place.start("watch", "--connect-timeout", timeout, at: sandbox.socket)
      let deadline = ContinuousClock.now + .patience
      while try place.sockets().isEmpty {
        guard ContinuousClock.now < deadline else {
          throw SupportFailure.timedOut(waitingFor: "a place to meet", seen: "")
        }
      }
    }

    /// The stranger goes.
    mutating func letGo() {
      stranger = nil
    }
  }

  @Test(arguments: ["--check", "--stop", "--background"])
  func `who waits for the monitor does not hold it`(_ option: String) throws {
    let queue = try Queue(watchingFor: "1m")
    let words = ["hold", option, "--connect-timeout", "300ms"]
    let result = try queue.place.run(words, at: queue.sandbox.socket)
    #expect(result.status == 6, "\(result)")
    #expect(result.error.contains("is busy"))
    queue.watch.send(SIGCONT)
    #expect(throws: SupportFailure.self) { try queue.watch.wait(timeout: .milliseconds(1)) }
  }

  @Test func `who waited and then has the monitor is told to stay`() throws {
    var queue = try Queue(watchingFor: "1m")
    let socket = queue.sandbox.socket
    let hold = try queue.place.start("hold", "--background", "--queue", at: socket)
    // It waits for whoever listens, which is the watch so far.
    _ = try ProcessActivity.asleep(hold.processIdentifier)
    queue.letGo()
    let result = try hold.wait()
    #expect(result.status == 0)
    let holder = try queue.place.holder(of: socket)
    #expect(result.error.contains("jobctl watch (pid \(holder)), which stays\n"), "\(result)")
    // What it was told was for the holder alone.
    queue.watch.send(SIGTERM)
    let watched = try queue.watch.wait()
    #expect(watched.lines.filter { $0.contains("mirror0") && $0.contains("is running") }.count <= 1)
    #expect(try queue.place.holder(of: socket) == holder)
    #expect(try queue.place.run("hold", "--stop", at: socket) == .ended(0))
  }

  @Test func `who waits for the monitor is not said to share it`() throws {
    let queue = try Queue(watchingFor: "1m")
    let words = ["list", "--no-share", "--connect-timeout", "300ms"]
    let result = try queue.place.run(words, at: queue.sandbox.socket)
    #expect(result.status == 6)
    #expect(result.error.contains("is busy: held by "))
    #expect(!result.error.contains("shared"), "\(result)")
    let rows = try Jobctl.run("sockets", "-o", "jsonl").lines
    let row = try #require(rows.first { $0.contains(queue.sandbox.socket) })
    #expect(!row.contains("shared"), "\(row)")
  }

  @Test func `who gave up waiting leaves the monitor to the next`() throws {
    let queue = try Queue(watchingFor: "2s")
    let words = ["hold", "--background", "--connect-timeout", "4s"]
    let result = try queue.place.run(words, at: queue.sandbox.socket)
    #expect(result.status == 6, "\(result)")
    #expect(try queue.watch.wait().status == 6)
  }

  @Test(arguments: ["--check", "--stop"])
  func `a holder that is stopped is told as that`(_ option: String) throws {
    let sandbox = try Sandbox("--single-client")
    let place = try MeetingPlace()
    let holder = try place.hold(sandbox.socket)
    holder.send(SIGSTOP)
    defer { holder.send(SIGCONT) }
    let number = holder.processIdentifier
    #expect(
      try place.run("hold", option, "--connect-timeout", "300ms", at: sandbox.socket)
        == .ended(
          6,
          error: "jobctl: jobctl hold (pid \(number)), which holds it, is stopped; "
            + "it goes on after 'kill -CONT \(number)'\n"
        )
    )
  }

  @Test func `those who only look in do not keep an idle holder`() throws {
    let sandbox = try Sandbox("--single-client")
    let place = try MeetingPlace()
    let path = place.path("shared")
    let holder = try place.hold(sandbox.socket, "--listen", path, "--idle-exit", "500ms")
    let deadline = ContinuousClock.now + .patience
    while let visitor = try? StreamSocket(unix: path), ContinuousClock.now < deadline {
      _ = try? visitor.receive()
    }
    #expect(ContinuousClock.now < deadline)
    #expect(try holder.wait() == .ended(0, error: holder.error))
  }

  @Test func `a holder behind another one does not take its end for the server's`() throws {
    let sandbox = try Sandbox("--single-client")
    let place = try MeetingPlace()
    let path = place.path("shared")
    let first = try place.hold(sandbox.socket)
    let second = try place.hold(sandbox.socket, "--listen", path)
    let client = try StreamSocket(unix: path)
    try client.send("{\"execute\": \"qmp_capabilities\"}\n")
    var said = ""
    while !said.contains("return") { said += String(decoding: try client.receive(), as: UTF8.self) }
    first.send(SIGTERM)
    #expect(try second.wait().status == 8)
    while let bytes = try? client.receive(), !bytes.isEmpty {
      said += String(decoding: bytes, as: UTF8.self)
    }
    #expect(!said.contains("X_JOBCTL_SERVER_ENDED"), "\(said)")
  }

  @Test func `a holder that is asked to stay is not asked to go when it is idle`() throws {
    let sandbox = try Sandbox("--single-client")
    let place = try MeetingPlace()
    let holder = try place.hold(sandbox.socket)
    let result = try place.run(
      "hold",
      "--background",
      "--idle-exit",
      "1s",
      at: sandbox.socket
    )
    #expect(result.status == 0)
    let number = holder.processIdentifier
    let words = "by jobctl hold (pid \(number)), which stays, whether or not it is idle\n"
    #expect(result.error.hasSuffix(words), "\(result)")
  }
}
