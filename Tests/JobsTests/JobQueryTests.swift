import Jobs
import QMP
import Testing

@Suite struct JobQueryTests {
  @Test func `each query is one command without arguments`() {
    #expect(
      JobQuery.allCases.map(\.request) == [Request("query-jobs"), Request("query-block-jobs")]
    )
  }

  @Test func `each reply has its own shape`() throws {
    let jobInfo: JSONValue = ["id": "a", "type": "mirror", "status": "ready"]
    let blockJobInfo: JSONValue = ["device": "a", "type": "mirror", "status": "ready"]
    #expect(try JobQuery.jobs.decode([jobInfo]).map(\.id) == ["a"])
    #expect(try JobQuery.blockJobs.decode([blockJobInfo]).map(\.id) == ["a"])
    #expect(complaint(about: [jobInfo, blockJobInfo], to: .jobs) == "query-jobs")
    #expect(complaint(about: [jobInfo], to: .blockJobs) == "query-block-jobs")
  }

  @Test(arguments: JobQuery.allCases)
  func `no job is an answer, and what is no list is none`(_ query: JobQuery) throws {
    #expect(try query.decode([]).isEmpty)
    for reply in [JSONValue.null, [:], "jobs", 0, true] {
      #expect(complaint(about: reply, to: query) == query.request.command)
    }
  }

  @Test func `merging keeps the order, updates by id and appends what is new`() {
    func job(_ id: String, _ status: JobStatus) -> Job {
      Job(id: id, type: .known(.mirror), status: .known(status))
    }
    let merged = JobQuery.merge(
      [job("c", .running), job("a", .running), job("gone", .concluded)],
      with: [job("new", .running), job("a", .ready), job("c", .paused)]
    )
    #expect(
      merged == [
        job("c", .paused), job("a", .ready), job("gone", .concluded), job("new", .running),
      ]
    )
  }

  @Test func `merging adds what only the other list tells`() throws {
    let details = try Job.listed(.mirror, .running)
    let merged = JobQuery.merge([.sample(.mirror, .running)], with: [details])
    #expect(merged.map(\.block) == [details.block])
  }

  @Test func `merging survives a server that names a job twice`() {
    let twice = [Job.sample(.mirror, .running), .sample(.mirror, .ready)]
    #expect(JobQuery.merge([], with: twice).count == 2)
    #expect(JobQuery.merge([.sample(.mirror, .pending)], with: twice) == [twice[0]])
  }

  private func complaint(about reply: JSONValue, to query: JobQuery) -> String? {
    #expect(throws: JobQuery.UnexpectedReply.self) { try query.decode(reply) }?.command
  }
}
