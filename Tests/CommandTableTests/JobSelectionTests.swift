import CommandTable
import Jobs
import Testing

@Suite struct JobSelectionTests {
  @Test(arguments: [
    ("mirror0", false), ("a-b.c_d", false), ("", false), ("a*", true), ("*", true), ("j?b", true),
    ("j[01]", true), ("j[", true), ("j]", false),
  ])
  func `a pattern holds what no id can`(_ name: String, _ isPattern: Bool) {
    #expect(JobSelection.isPattern(name) == isPattern)
    #expect(JobSelection(names: ["a", name]).needsList == isPattern)
  }

  @Test func `every job is told by the server's list only`() {
    #expect(JobSelection(names: [], selectsAll: true).needsList)
    #expect(!JobSelection(names: []).needsList)
  }

  @Test(arguments: JobType.allCases, JobStatus.allCases)
  func `a job is admitted by its type and its status`(_ type: JobType, _ status: JobStatus) {
    let job = Job(id: "j", type: .known(type), status: .known(status))
    #expect(JobSelection(names: []).admits(job))
    #expect(
      JobSelection(names: [], types: [.mirror, .backup]).admits(job)
        == (type == .mirror || type == .backup)
    )
    #expect(JobSelection(names: [], statuses: [.ready]).admits(job) == (status == .ready))
    #expect(
      JobSelection(names: [], types: [.mirror], statuses: [.ready]).admits(job)
        == (type == .mirror && status == .ready)
    )
  }

  @Test func `words that are not known are admitted only where none is asked for`() {
    let job = Job(id: "j", type: .other("teleport"), status: .other("frozen"))
    #expect(JobSelection(names: []).admits(job))
    #expect(!JobSelection(names: [], types: JobType.allCases).admits(job))
    #expect(!JobSelection(names: [], statuses: JobStatus.allCases).admits(job))
  }

  @Test func `repeated options add up, commas mean any`() throws {
    let line =
      "pause --all --type mirror,backup --status ready --type commit --status running,paused"
    guard case .verb(let order) = try CommandLine(line).parse().action else {
      throw UnexpectedAction()
    }
    #expect(
      order.selection
        == JobSelection(
          names: [],
          selectsAll: true,
          types: [.mirror, .backup, .commit],
          statuses: [.ready, .running, .paused]
        )
    )
  }

  @Test func `list without operands means every job`() throws {
    guard case .list(let all) = try CommandLine("list --type mirror").parse().action,
      case .list(let some) = try CommandLine("list a b").parse().action
    else { throw UnexpectedAction() }
    #expect(all.selection == JobSelection(names: [], selectsAll: true, types: [.mirror]))
    #expect(some.selection == JobSelection(names: ["a", "b"]))
  }
}
