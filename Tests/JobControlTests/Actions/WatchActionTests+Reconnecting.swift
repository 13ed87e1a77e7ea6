import CommandTable
import JobControl
import Jobs
import POSIX
import QMP
import Testing

/// A connection that is lost, and another one.
extension WatchActionTests {
  static let nobody = Failure.notConnected(
    .unix(path: "/s"),
    .system(SystemError(call: "connect", code: 111)),
    nil,
    timeout: .seconds(5)
  )

  /// A watch whose first connection ends after `story`, and what connecting comes to afterwards.
  private func watch(
    _ options: String,
    _ jobs: [ServedJob],
    _ story: String,
    then later: (StoryServer.Clock) -> [Result<StoryServer, Failure>]
  ) throws -> (lines: [String], outcome: Sitting.Outcome) {
    var vigil = Vigil(jobs, story)
    vigil.laterConnections = later(vigil.server.clock)
    let outcome = try vigil.run("watch --timestamps none --no-snapshot \(options)")
    let lines = outcome.output.split(separator: "\n").map { line in
      line.split(separator: " ").joined(separator: " ")
    }
    return (lines, outcome)
  }

  private static let before = [
    ServedJob("m", .mirror, .running), ServedJob("b", .backup, .running),
    ServedJob("s", .stream, .ready), ServedJob("c", .create, .concluded),
  ]

  @Test func `what was missed is told as that`() throws {
    let after = [
      ServedJob("m", .mirror, .ready), ServedJob("b", .backup, .running),
      ServedJob("n", .mirror, .running), ServedJob("c", .create, .concluded),
    ]
    let (lines, outcome) = try watch("--reconnect -t 1m", Self.before, "+100ms !lost") { clock in
      [.failure(Self.nobody), .success(StoryServer(after, "+100ms b:waiting", clock: clock))]
    }
    #expect(
      lines == [
        "s stream missed: ready → gone, outcome unknown", "m mirror missed: running → ready",
        "n mirror missed: → running", "b backup running → waiting",
      ]
    )
    #expect(
      outcome.error == """
        jobctl: '/s' closed the connection; trying again
        jobctl: connected again after 0s

        """
    )
    #expect(outcome.status == .timedOut)
  }

  @Test func `what a job cannot have become is another job`() throws {
    let after = [ServedJob("s", .stream, .running), ServedJob("m", .backup, .running)]
    let (lines, _) = try watch("--reconnect -t 1m", Array(Self.before.prefix(3)), "!lost") {
      [.success(StoryServer(after, "", clock: $0))]
    }
    #expect(
      lines == [
        "b backup missed: running → gone, outcome unknown",
        "m mirror missed: running → gone, outcome unknown",
        "s stream missed: ready → gone, outcome unknown", "s stream missed: → running",
        "m backup missed: → running",
      ]
    )
  }

  @Test(arguments: [(QEMUVersion(7, 2), Int32(2)), (QEMUVersion(8, 0), Int32(1))])
  func `a server that was started anew has other jobs`(
    _ version: QEMUVersion,
    _ process: Int32
  ) throws {
    let (lines, _) = try watch("--reconnect -t 1m", Self.before, "!lost") { clock in
      var server = StoryServer(
        [ServedJob("m", .mirror, .running)],
        "",
        version: version,
        clock: clock
      )
      server.serverProcess = process
      return [.success(server)]
    }
    #expect(
      lines == [
        "b backup missed: running → gone, outcome unknown",
        "c create missed: concluded → gone, succeeded",
        "m mirror missed: running → gone, outcome unknown",
        "s stream missed: ready → gone, outcome unknown", "m mirror missed: → running",
      ]
    )
  }

  @Test func `trying ends when it should`() throws {
    let (_, outcome) = try watch("--reconnect=1m", Self.before, "!lost") { _ in
      [.failure(Self.nobody)]
    }
    #expect(outcome.status == .cannotConnect)
    #expect(
      outcome.error == """
        jobctl: '/s' closed the connection; trying again
        jobctl: cannot connect to '/s': nobody listens on it; the process that made it has ended

        """
    )
  }

  @Test func `a timeout goes on while there is no connection`() throws {
    let (_, outcome) = try watch("--reconnect -t 10s", Self.before, "!lost") { _ in
      [.failure(Self.nobody)]
    }
    #expect(outcome.status == .timedOut)
  }

  @Test func `what was waited for may have been missed`() throws {
    let (lines, outcome) = try watch("--reconnect --until ready m", Self.before, "!lost") {
      [.success(StoryServer([ServedJob("m", .mirror, .ready)], "", clock: $0))]
    }
    #expect(lines == ["m mirror missed: running → ready"])
    #expect(outcome.status == .done)
  }

  @Test func `another job of its id is followed by whoever waited for the one before`() throws {
    let (_, outcome) = try watch("--reconnect --until ready m", Self.before, "!lost") {
      var later = StoryServer([ServedJob("m", .mirror, .running)], "+1000ms m:ready", clock: $0)
      later.serverProcess = 2
      return [.success(later)]
    }
    #expect(outcome.status == .done)
  }

  @Test func `only a lost connection is tried again, and only when asked`() throws {
    let (_, outcome) = try watch("-t 1m", Self.before, "!lost") {
      [.success(StoryServer([], "", clock: $0))]
    }
    #expect(outcome.status == .protocolBroken)
    #expect(outcome.error == "jobctl: '/s' closed the connection\n")
  }
}
