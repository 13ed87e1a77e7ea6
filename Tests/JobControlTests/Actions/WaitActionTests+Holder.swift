import CommandTable
import JobControl
import Jobs
import QMP
import Testing

/// A holder of the monitor that ends while somebody waits, and the server that does not.
extension WaitActionTests {
  /// A wait whose first connection ends after `story`, and the server that it finds again.
  private func run(
    _ line: String,
    _ story: String = "+100ms !lost",
    isReplaceable: Bool = true,
    then later: ([ServedJob], String)?
  ) throws -> Sitting.Outcome {
    var server = StoryServer([ServedJob("b", .backup, .running)], story)
    server.isReplaceable = isReplaceable
    var vigil = Vigil(server)
    let clock = server.clock
    vigil.laterConnections = [
      later.map { .success(StoryServer($0, $1, clock: clock)) } ?? .failure(WatchActionTests.nobody)
    ]
    return try vigil.run(line)
  }

  private static let concluded = {
    var job = ServedJob("b", .backup, .concluded)
    job.error = "No space left"
    return job
  }()

  private static let ends: [([ServedJob], String, Sitting.Status, String)] = [
    ([ServedJob("b", .backup, .running)], "b:waiting b:pending b:COMPLETED b:concluded", .done, ""),
    ([concluded], "", .jobFailed, "jobctl: 'b' failed: No space left\n"),
    ([], "", .outcomeUnknown, "jobctl: 'b' is gone, and nothing tells how it ended\n"),
  ]

  @Test(arguments: ends)
  func `who waits goes on by another connection, and knows what was missed`(
    _ jobs: [ServedJob],
    _ story: String,
    _ status: Sitting.Status,
    _ words: String
  ) throws {
    let outcome = try run("wait b", then: (jobs, story))
    #expect(outcome.status == status)
    #expect(outcome.error == words)
  }

  @Test(arguments: ends)
  func `holders may end before they have told of the jobs`(
    _ jobs: [ServedJob],
    _ story: String,
    _ status: Sitting.Status,
    _ words: String
  ) throws {
    // The first asks in vain, the second has seen the job, and the third asks in vain again.
    let answers = [0, Int.max, 0]
    let clock = StoryServer.Clock()
    let holders = answers.map { patience in
      var server = StoryServer([ServedJob("b", .backup, .running)], "+100ms !lost", clock: clock)
      server.isReplaceable = true
      server.patience = patience
      return server
    }
    var vigil = Vigil(holders[0])
    vigil.laterConnections =
      holders.dropFirst().map { .success($0) } + [.success(StoryServer(jobs, story, clock: clock))]
    let outcome = try vigil.run("wait b")
    #expect(outcome.status == status)
    #expect(outcome.error == words)
    #expect(holders.map(\.log.requests.count) == [1, 1, 1])
  }

  @Test func `what was told at once counts, although a question about it was lost`() throws {
    var server = StoryServer(
      [ServedJob("c", type: .known(.create), .running), ServedJob("b", .backup, .running)],
      "c:aborting c:concluded b:waiting b:pending b:COMPLETED b:concluded reply"
    )
    server.isReplaceable = true
    server.patience = 1
    var vigil = Vigil(server)
    var failed = ServedJob("c", type: .known(.create), .concluded)
    failed.error = "Could not create file"
    vigil.laterConnections = [
      .success(
        StoryServer([failed, ServedJob("b", .backup, .concluded)], "", clock: server.clock)
      )
    ]
    let outcome = try vigil.run("wait b c")
    #expect(outcome.status == .jobFailed)
    #expect(outcome.error == "jobctl: 'c' failed: Could not create file\n")
    #expect(server.log.requests.count == 2)
  }

  @Test func `a connection that is lost has gone before another one is made`() throws {
    let invocation = try CommandParser().parse(["wait", "b"])
    guard case .wait(let order) = invocation.action else {
      preconditionFailure("'wait b' does not wait")
    }
    let context = Context(environment: Streams().environment, globals: invocation.globals)
    weak var log: ScriptedServer.Log?
    var count = 0
    let status = try WaitAction(order: order, context: context).run { () throws(Failure) in
      #expect(log == nil)
      count += 1
      var server = StoryServer(
        [ServedJob("b", .backup, count < 3 ? .running : .concluded)],
        "!lost"
      )
      server.isReplaceable = true
      log = server.log
      return JobServer(server)
    }
    #expect(status == .done)
    #expect(count == 3)
  }

  @Test(arguments: [
    (true, [ServedJob]?.none), (false, [ServedJob("b", .backup, .concluded)]),
  ])
  func `when the server has gone, too, that is the end`(
    _ isReplaceable: Bool,
    _ jobs: [ServedJob]?
  ) throws {
    let outcome = try run("wait b", isReplaceable: isReplaceable, then: jobs.map { ($0, "") })
    #expect(outcome.status == .protocolBroken)
    #expect(outcome.error == "jobctl: '/s' closed the connection\n")
  }

  @Test(arguments: ["wait b", "watch --no-snapshot"])
  func `Ctrl-C on the way to another connection is no loss`(_ line: String) throws {
    var server = StoryServer([ServedJob("b", .backup, .running)], "+100ms !lost")
    server.isReplaceable = true
    var vigil = Vigil(server)
    vigil.laterConnections = [.failure(.interrupted(signal: 2, .greeting))]
    #expect(try vigil.run(line).error == "jobctl: interrupted\n")
  }

  @Test func `the time is that of the whole wait`() throws {
    let outcome = try run(
      "wait b -t 2s",
      "+1500ms !lost",
      then: ([ServedJob("b", .backup, .running)], "+900ms b:aborting b:FAILED b:concluded")
    )
    #expect(outcome.status == .timedOut)
  }

  @Test func `who watches goes on, too, and tells what was missed`() throws {
    let outcome = try run(
      "watch --timestamps none --no-snapshot -t 1m",
      then: ([], "")
    )
    #expect(outcome.status == .timedOut)
    #expect(outcome.error.isEmpty)
    let words = outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words == "b backup missed: running → gone, outcome unknown")
  }

  @Test func `a watch whose server has gone, too, ends with that`() throws {
    let outcome = try run("watch --no-snapshot", then: nil)
    #expect(outcome.status == .protocolBroken)
    #expect(outcome.error == "jobctl: '/s' closed the connection\n")
  }
}
