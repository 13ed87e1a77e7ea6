import TestSupport
import Testing

@Suite struct FakeJobsTests {
  @Test func `a verb moves a job through its statuses`() throws {
    let jobs = FakeJobs(["a": FakeJobs.Job("mirror", "ready"), "b": FakeJobs.Job("create")])
    let server = try FakeMonitor(answering: jobs.answer)
    let client = try RawMonitor(server.address)
    try client.execute("job-pause", ["id": "a"])
    #expect(try client.status(of: "a") == "standby")
    try client.execute("job-cancel", ["id": "a"])
    #expect(client.statuses(of: "a") == ["standby", "ready", "aborting", "concluded"])
    #expect(jobs.jobs["a"]?.error == "Operation canceled")
    try client.execute("job-dismiss", ["id": "a"])
    #expect(try client.execute("query-jobs").elements.map { $0["id"] } == ["b"])
  }

  @Test func `errors are QEMU's`() throws {
    let server = try FakeMonitor(answering: FakeJobs(["a": FakeJobs.Job()]).answer)
    let client = try RawMonitor(server.address)
    let failures: [(String, JSON, String, String)] = [
      ("job-pause", ["id": "x"], "GenericError", "Job not found"),
      ("block-job-pause", ["device": "x"], "DeviceNotActive", "Block job 'x' not found"),
      (
        "job-complete", ["id": "a"], "GenericError",
        "Job 'a' in state 'running' cannot accept command verb 'complete'"
      ),
    ]
    for (command, arguments, errorClass, text) in failures {
      let failure = SupportFailure.refused(command: command, errorClass: errorClass, text: text)
      #expect(throws: failure) { try client.execute(command, arguments) }
    }
  }

  @Test func `an old server has block jobs alone`() throws {
    let jobs = FakeJobs(
      ["a": FakeJobs.Job(speed: 5), "b": FakeJobs.Job("create")],
      family: .blockJobs
    )
    let server = try FakeMonitor(
      greeting: FakeMonitor.Step.greeting("2.12.0"),
      answering: jobs.answer
    )
    let client = try RawMonitor(server.address)
    #expect(throws: SupportFailure.self) { try client.execute("query-jobs") }
    try client.execute("block-job-set-speed", ["device": "a", "speed": 7])
    let found = try client.execute("query-block-jobs").elements
    #expect(found.map { $0["device"] } == ["a"])
    #expect(found.first?["speed"] == 7)
    #expect(client.events.isEmpty)
  }
}
