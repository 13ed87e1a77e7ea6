import CommandTable
import Jobs
import Testing

@Suite struct WaitCommandsTests {
  @Test func `wait is for the end, without limit`() throws {
    let order = try wait("wait a b")
    #expect(order.ids == ["a", "b"])
    #expect(order.goal == .end)
    #expect(order.limit == .forever)
    #expect(!order.endsWithFirst && !order.allowsMissing)
  }

  private static let goals: [(String, Set<JobStatus>)] = [
    ("wait a --for ready", [.ready]),
    ("wait a --for ready,pending", [.ready, .pending]),
    ("wait --for ready --for null a", [.ready, .null]),
  ]

  @Test(arguments: goals)
  func `wait is for any of the statuses named`(_ line: String, _ statuses: Set<JobStatus>) throws {
    #expect(try wait(line).goal == JobGoal(statuses))
  }

  @Test func `every option of wait is taken over`() throws {
    let order = try wait("wait --any --allow-missing -t 2h a")
    #expect(order.endsWithFirst && order.allowsMissing)
    #expect(order.limit == .atMost(.seconds(7200)))
  }

  private static let limits: [(String, WaitLimit?)] = [
    ("pause a", nil), ("pause a --wait", .forever),
    ("pause --wait=5s a", .atMost(.seconds(5))), ("pause -n --wait a", .forever),
    // The value is never the next word.
    ("pause --wait 5", .forever),
    ("cancel -fy --wait a", .forever), ("dismiss --wait=1 --wait a", .forever),
  ]

  @Test(arguments: limits)
  func `a verb waits if it is told to`(_ line: String, _ limit: WaitLimit?) throws {
    guard case .verb(let order) = try CommandLine(line).parse().action else {
      throw UnexpectedAction()
    }
    #expect(order.wait == limit)
  }

  @Test func `is takes an id and statuses`() throws {
    guard case .check(let order) = try CommandLine("is mirror0 ready,standby").parse().action else {
      throw UnexpectedAction()
    }
    #expect(order.id == "mirror0" && order.statuses == [.ready, .standby])
  }

  private static let complaints: [(String, String)] = [
    ("wait", "missing ID (see 'jobctl help wait')"),
    (
      "wait a --for done",
      "--for: 'done' is not one of created, running, paused, ready, standby, waiting, pending, "
        + "aborting, concluded, null (see 'jobctl help wait')"
    ),
    (
      "wait a --timeout 0",
      "--timeout: '0' is not a duration from 1ms to 1000d (see 'jobctl help wait')"
    ),
    (
      "pause --wait=soon a",
      "--wait: 'soon' is not a duration; say 500ms, 10s, 5m, 2h or 1d (see 'jobctl help pause')"
    ),
    ("is a", "missing STATUS,... (see 'jobctl help is')"),
    ("is a ready b", "unexpected word 'b' (see 'jobctl help is')"),
    (
      "is a ready,",
      "'' is not one of created, running, paused, ready, standby, waiting, pending, aborting, "
        + "concluded (see 'jobctl help is')"
    ),
  ]

  @Test(arguments: complaints)
  func `a bad line is answered in one that names the wrong word`(
    _ line: String,
    _ complaint: String
  ) {
    #expect(CommandLine(line).complaint == complaint)
  }

  private func wait(_ line: String) throws -> WaitOrder {
    guard case .wait(let order) = try CommandLine(line).parse().action else {
      throw UnexpectedAction()
    }
    return order
  }
}
