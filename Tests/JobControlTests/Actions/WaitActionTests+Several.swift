import CommandTable
import JobControl
import Jobs
import POSIX
import QMP
import Testing

extension WaitActionTests {
  /// Several jobs, jobs that are not there, and waits that are cut short.
  @Suite struct Several {
    private static let running = [
      ServedJob("b", .backup, .running), ServedJob("b2", .backup, .running),
      ServedJob("c", .create, .running), ServedJob("c2", .create, .running),
    ]
    private static let success = "waiting pending COMPLETED concluded"
    private static let failure = "aborting FAILED concluded"

    private func wait(_ words: String, _ story: String) throws -> Sitting.Outcome {
      try Vigil(Self.running, story).run("wait \(words)")
    }

    // MARK: - Several

    @Test func `all of them are waited for, and the first that failed is the status`() throws {
      let story = """
        b2:aborting b2:CANCELLED b2:concluded +60000ms b:aborting b:FAILED b:concluded c:waiting \
        c:pending c:concluded
        """
      let outcome = try wait("c b b2", story)
      #expect(outcome.status == .jobFailed)
      // Each is told when it happens.
      #expect(
        outcome.error == "jobctl: 'b2' was cancelled\njobctl: 'b' failed: No space left\n"
      )
      #expect(try wait("b2 b c", story).status == .jobCancelled)
    }

    @Test func `what happens to one while another is asked about is not lost`() throws {
      let story = "reply c:aborting c:concluded c2:aborting c2:concluded reply"
      let outcome = try wait("c c2", story)
      #expect(outcome.status == .jobFailed)
      #expect(
        outcome.error == """
          jobctl: 'c' failed: Could not create file
          jobctl: 'c2' failed: Could not create file

          """
      )
    }

    @Test(arguments: [
      ("b2:aborting b2:CANCELLED b2:concluded", Sitting.Status.jobCancelled),
      ("b:waiting b:pending b:COMPLETED b:concluded", .done),
    ])
    func `with --any the first one is the outcome`(
      _ story: String,
      _ status: Sitting.Status
    ) throws {
      #expect(try wait("--any b b2", story).status == status)
    }

    @Test func `with --any what is over already is the first`() throws {
      let jobs = Self.running + [ServedJob("over", .backup, .concluded)]
      let outcome = try Vigil(jobs, "").run("wait --any none b over")
      #expect(outcome == .init(status: .done, requests: ["query-jobs"]))
    }

    // MARK: - Missing

    @Test func `a job that is not there ends it at once`() throws {
      let outcome = try wait("b none neither", "")
      #expect(outcome.status == .noSuchJob)
      #expect(
        outcome.error == "jobctl: there is no job 'none'\njobctl: there is no job 'neither'\n"
      )
    }

    @Test func `a job that never started was not there`() throws {
      let outcome = try wait("b3", "b3:created reply b3:null")
      #expect(outcome.status == .noSuchJob)
      #expect(outcome.error == "jobctl: there is no job 'b3'\n")
    }

    @Test func `with --allow-missing it may yet come, and phantoms do not count`() throws {
      let story = """
        +60000ms b3:created b3:null +60000ms b3:created b3:running b3:aborting b3:FAILED b3:concluded
        """
      let outcome = try wait("--allow-missing b3", story)
      #expect(outcome.status == .jobFailed)
      #expect(outcome.error == "jobctl: 'b3' failed: No space left\n")
    }

    // MARK: - Cut short

    @Test func `when the time is over, what is open is told`() throws {
      let story = "b:aborting b:FAILED b:concluded b2:paused +61000ms b2:running"
      let outcome = try wait("--timeout 1m --allow-missing b2 c b b9", story)
      #expect(outcome.status == .timedOut)
      #expect(
        outcome.error == """
          jobctl: 'b' failed: No space left
          jobctl: timed out: 'b2' is still paused
          jobctl: timed out: 'c' is still running
          jobctl: timed out: 'b9' has not appeared

          """
      )
      // The status is that of the first.
      #expect(try wait("--timeout 1m b b2", story).status == .jobFailed)
    }

    @Test func `a job that is over in time is over`() throws {
      let story = "+59999ms b:aborting b:CANCELLED b:concluded"
      #expect(try wait("-t 60 b", story).status == .jobCancelled)
      #expect(try wait("-t 59.9 b", story).status == .timedOut)
    }

    @Test func `a lost connection is told, and what was known before it`() throws {
      let outcome = try wait("b b2", "b:aborting b:FAILED b:concluded b2:paused")
      #expect(outcome.status == .protocolBroken)
      #expect(
        outcome.error == """
          jobctl: 'b' failed: No space left
          jobctl: '/s' closed the connection

          """
      )
    }

    @Test func `errors by the thousand do not keep the time from passing`() throws {
      let story = Array(repeating: "b:IGNORED +1ms", count: 5000).joined(separator: " ")
      let outcome = try wait("--timeout 3s b", story)
      #expect(outcome.status == .timedOut)
      #expect(outcome.error == "jobctl: timed out: 'b' is still running\n")
    }

    // MARK: - Servers before 3.0

    private static let old: [(String, Sitting.Status, String)] = [
      ("b:COMPLETED b:null", .done, ""),
      ("b:FAILED b:null", .jobFailed, "jobctl: 'b' failed: No space left\n"),
      ("+5000ms b:CANCELLED", .jobCancelled, "jobctl: 'b' was cancelled\n"),
    ]

    @Test(arguments: old)
    func `an older server tells by companions, and is asked`(
      _ story: String,
      _ status: Sitting.Status,
      _ error: String
    ) throws {
      let server = StoryServer(Self.running, story, version: QEMUVersion(2, 12))
      let outcome = try Vigil(server).run("wait b")
      #expect(outcome.status == status && outcome.error == error)
    }

    @Test func `an older server does not say that a concluded job succeeded`() throws {
      let jobs = [ServedJob("b", .backup, .concluded)]
      let outcome = try Vigil(StoryServer(jobs, "", version: QEMUVersion(2, 12))).run("wait b")
      #expect(outcome.status == .outcomeUnknown)
      #expect(outcome.error == "jobctl: 'b' is over, and nothing tells how it ended\n")
    }

    @Test func `on an older server a pause is seen by asking`() throws {
      let server = StoryServer(Self.running, "reply +5000ms", version: QEMUVersion(2, 12))
      let outcome = try Vigil(server).run("wait b --for paused --timeout 3s")
      #expect(outcome.status == .timedOut)
      #expect(outcome.requests.filter { $0 == "query-block-jobs" }.count == 7)
    }
  }
}
