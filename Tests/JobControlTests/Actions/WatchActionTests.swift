import CommandTable
import JobControl
import Jobs
import POSIX
import QMP
import Testing

@Suite struct WatchActionTests {
  private static let jobs = [
    ServedJob("m10", .mirror, .ready), ServedJob("m9", .mirror, .running),
    ServedJob("b", .backup, .running), ServedJob("c", .create, .running),
  ]

  /// The lines of a watch without times, each in single blanks.
  func watch(
    _ options: String,
    _ story: String,
    on jobs: [ServedJob] = jobs
  ) throws -> (lines: [String], outcome: Sitting.Outcome) {
    let outcome = try Vigil(jobs, story).run("watch --timestamps none \(options)")
    let lines = outcome.output.split(separator: "\n").map { line in
      line.split(separator: " ").joined(separator: " ")
    }
    return (lines, outcome)
  }

  static let snapshot = [
    "b backup is running 25.0% of 4.0 KiB", "c create is running",
    "m9 mirror is running 25.0% of 4.0 KiB", "m10 mirror is ready 25.0% of 4.0 KiB",
  ]

  @Test func `first a snapshot, then what happens until the server leaves`() throws {
    let (lines, outcome) = try watch("-t 1m", "+500ms b:waiting b:pending b:COMPLETED b:concluded")
    #expect(
      lines == Self.snapshot + [
        "b backup running → waiting", "b backup waiting → pending",
        "b backup pending → concluded, succeeded 100.0% of 4.0 KiB",
      ]
    )
    #expect(outcome.status == .timedOut && outcome.error.isEmpty)
    #expect(outcome.requests == ["query-jobs"])
    #expect(try watch("*", "").outcome.status == .protocolBroken)
    #expect(try watch("*", "").outcome.error == "jobctl: '/s' closed the connection\n")
  }

  @Test func `times are those of the server`() throws {
    let story = "+1500ms b:paused +300ms b:running +61000ms m9:IGNORED m9:IGNORED"
    let outcome = try Vigil(Self.jobs, story).run("watch --timestamps relative -t 2m b m9")
    #expect(
      outcome.output == """
           +0.000  b           backup   is running  25.0% of 4.0 KiB
           +0.000  m9          mirror   is running  25.0% of 4.0 KiB
           +1.500  b           backup   running → paused
           +1.800  b           backup   paused → running
          +62.800  m9          mirror   write error (ignore)
          +62.800  m9          mirror   write error (ignore)

        """
    )
  }

  // MARK: - What is not known at once

  @Test func `the type of a new job is asked for, once`() throws {
    let story = "b2:created b2:running +10ms b2:waiting"
    let (lines, outcome) = try watch("--no-snapshot -t 1s", story)
    #expect(lines == ["b2 backup → running", "b2 backup running → waiting"])
    #expect(outcome.requests == ["query-jobs", "query-jobs"])
  }

  @Test func `a type that a later event tells is not asked for`() throws {
    let story =
      "b2:created b2:running b2:aborting b2:FAILED b2:concluded b2:null m2:created m2:null"
    let (lines, outcome) = try watch("--no-snapshot -t 1s", story)
    #expect(
      lines == [
        "b2 backup → running", "b2 backup running → aborting",
        "b2 backup aborting → concluded, failed: No space left 100.0% of 4.0 KiB",
        "b2 backup concluded → gone, failed: No space left 100.0% of 4.0 KiB",
        "m2 - never started: the command that made it was refused",
      ]
    )
    #expect(outcome.requests == ["query-jobs"])
  }

  @Test func `a job that never started is not asked about`() throws {
    let (lines, outcome) = try watch("--no-snapshot -t 1s", "x:created x:null")
    #expect(lines == ["x - never started: the command that made it was refused"])
    #expect(outcome.requests == ["query-jobs"])
  }

  @Test func `why a job outside the block family failed is asked for`() throws {
    let (lines, _) = try watch("--no-snapshot -t 1s", "c:aborting c:concluded")
    #expect(
      lines == [
        "c create running → aborting",
        "c create aborting → concluded, failed: Could not create file",
      ]
    )
  }

  @Test func `events that overtake the reply to the first query are told behind the snapshot`()
    throws
  {
    let story = "m9:ready m9:READY b:COMPLETED b:concluded b:null reply m9:waiting"
    let (lines, _) = try watch("-t 1s m9 b", story)
    #expect(
      lines == [
        "m9 mirror is ready 25.0% of 4.0 KiB", "m9 mirror → ready 100.0% of 4.0 KiB",
        "b backup → pending 100.0% of 4.0 KiB",
        "b backup pending → concluded, succeeded 100.0% of 4.0 KiB",
        "b backup concluded → gone, succeeded 100.0% of 4.0 KiB", "m9 mirror ready → waiting",
      ]
    )
  }

  @Test func `what came before the connection was lost is told`() throws {
    let story = "reply b2:created b2:running m9:paused b:IGNORED b:IGNORED"
    let (lines, outcome) = try watch("--no-snapshot", story)
    #expect(
      lines == [
        "b2 backup → running", "b backup write error (ignore)", "m9 mirror running → paused",
        "b backup write error (ignore)",
      ]
    )
    #expect(outcome.status == .protocolBroken)
  }

  @Test func `what was to come before the connection was lost has come`() throws {
    let (_, outcome) = try watch("--until paused", "m9:paused")
    #expect(outcome.status == .done && outcome.error.isEmpty)
  }

  @Test func `what came while a reply was awaited that never came is told`() throws {
    var server = StoryServer(Self.jobs, "reply b2:created b2:running m9:waiting")
    server.patience = 1
    let outcome = try Vigil(server).run("watch --no-snapshot --timestamps none")
    #expect(outcome.output.contains("→ running\n") && outcome.status == .protocolBroken)
  }

  @Test func `a reader that has gone is no failure of the server's`() throws {
    let vigil = Vigil(Self.jobs, "b:waiting")
    vigil.streams.outputFailure = SystemError(call: "write", code: 32)
    #expect(throws: Failure.output(SystemError(call: "write", code: 32))) {
      try vigil.perform("watch")
    }
  }

  // MARK: - Servers before 3.0

  @Test func `an older server tells by companions`() throws {
    let story = "m9:READY m9:CANCELLED b:IGNORED"
    let server = StoryServer(Self.jobs, story, version: QEMUVersion(2, 12))
    let outcome = try Vigil(server).run("watch -t 1s --no-snapshot --timestamps none")
    #expect(
      outcome.output == """
        m9          mirror   running → ready  100.0% of 4.0 KiB
        m9          mirror   ready → concluded, cancelled  100.0% of 4.0 KiB
        b           backup   write error (ignore)

        """
    )
    #expect(outcome.status == .timedOut)
  }
}
