import Synchronization
import TestSupport
import Testing

@Suite struct ListTests {
  private static let mebibyte = 1 << 20

  @Test(arguments: TestServerKind.allCases)
  func `the numbers are the server's`(kind: TestServerKind) throws {
    let server = try kind.start()
    try server.hold(.standby, "a")
    try server.startBackup("b")
    try server.waitForStatus("running", of: "b")
    let result = try Jobctl.run("list", "-o", "json", at: server.socket())
    #expect(result.status == 0 && result.error.isEmpty)
    let listed = try JSON(parsing: result.output).elements
    #expect(listed.map { $0["id"] } == ["a", "b"])
    let jobs = try server.execute("query-jobs").elements
    let blockJobs = try server.execute("query-block-jobs").elements
    for job in listed {
      let info = try #require(jobs.first { $0["id"] == job["id"] })
      for name in ["type", "status", "current-progress", "total-progress", "error"] {
        #expect(job[name] == info[name])
      }
      let details = try #require(blockJobs.first { $0["device"] == job["id"] })
      for name in ["device", "speed", "io-status", "ready", "auto-finalize", "auto-dismiss"] {
        #expect(job[name] == details[name])
      }
    }
    #expect(listed[0]["percent"] == 100)
    // A chunk of a MiB of a TiB is nothing yet.
    #expect(listed[1]["percent"] == 0)
  }

  @Test(arguments: TestServerKind.allCases)
  func `the table says the same to people, whatever the server's commands`(kind: TestServerKind)
    throws
  {
    let server = try kind.start()
    try server.hold(.ready, "mirror0")
    try server.hold(.concluded, "mirror1")
    try server.startMirror("mirror10")
    try server.waitForStatus("running", of: "mirror10")
    try server.execute("block-job-set-speed", ["device": "mirror0", "speed": 1536])
    let progress = try #require(try server.monitor().job("mirror10")?["current-progress"]?.integer)
    #expect(progress == 16 * Self.mebibyte)
    let proxy = try FilteringProxy(to: server.socket(), .qemu212)
    for socket in [server.socket(), proxy.socket] {
      let result = try Jobctl.run("list", at: socket)
      #expect(
        result
          == .ended(
            0,
            output: """
              ID        TYPE    STATUS     PERCENT   CURRENT    TOTAL      SPEED  ERROR
              mirror0   mirror  ready       100.0%   1.0 MiB  1.0 MiB  1.5 KiB/s  -
              mirror1   mirror  concluded   100.0%   1.0 MiB  1.0 MiB  unlimited  -
              mirror10  mirror  running       0.0%  16.0 MiB  1.0 TiB      1 B/s  -

              """
          )
      )
    }
  }

  @Test(arguments: TestServerKind.allCases)
  func `a failed job tells its error`(kind: TestServerKind) throws {
    let server = try kind.start()
    try server.startBackup(
      "b",
      from: .unreadable,
      JobOptions(autoDismiss: false)
    )
    try server.waitForStatus("concluded", of: "b")
    let words = ["list", "-o", "jsonl", "--columns", "id,error"]
    let result = try Jobctl.run(words, at: server.socket())
    #expect(result == .ended(0, output: #"{"id": "b", "error": "Input/output error"}"# + "\n"))
  }

  @Test(arguments: TestServerKind.allCases)
  func `rate and time left are measured`(kind: TestServerKind) throws {
    let server = try kind.start()
    let rate = 8 * Self.mebibyte
    try server.startBackup("b", JobOptions(speed: rate))
    let words = ["list", "-o", "json", "--columns", "id,rate,eta-seconds,current-progress"]
    let result = try Jobctl.run(words, at: server.socket())
    let job = try #require(try JSON(parsing: result.output).elements.first)
    let measured = try #require(job["rate"]?.integer)
    // Chunks of a MiB, ten slices a second, and a machine that may be busy.
    #expect((rate / 4...rate * 2).contains(measured))
    let progress = try #require(job["current-progress"]?.integer)
    let total = Self.mebibyte << 20
    let left = try #require(job["eta-seconds"]?.integer)
    #expect(abs(left - (total - progress) / measured) <= 1 + left / 1000)
  }

  @Test func `a job that rests and then copies much at once goes as fast as its limit lets it`()
    throws
  {
    let limit = Self.mebibyte
    let jobs = FakeJobs(["m": FakeJobs.Job(total: 1 << 30, speed: limit)])
    let looks = Mutex(0)
    let server = try FakeMonitor { request in
      // Nothing in the first second, and what the limit allows for sixteen in the next.
      let count = looks.withLock { looks in
        if request.command == "query-jobs" { looks += 1 }
        return looks
      }
      jobs.jobs["m"]?.current = count < 3 ? 0 : 16 * limit
      return jobs.answer(request)
    }
    let words = ["list", "-o", "jsonl", "--columns", "rate,eta-seconds"]
    let result = try Jobctl.run(words, at: server.address)
    #expect(result == .ended(0, output: "{\"rate\": \(limit), \"eta-seconds\": 1008}\n"))
    #expect(looks.withLock { $0 } == 3)
  }

  @Test(arguments: TestServerKind.allCases)
  func `a job that stands still has a rate of nothing and no time left`(kind: TestServerKind) throws
  {
    let server = try kind.start()
    try server.hold(.paused, "m")
    let words = ["list", "--columns", "id,rate,eta-seconds"]
    let result = try Jobctl.run(words, at: server.socket())
    #expect(
      result
        == .ended(
          0,
          output: """
            ID   RATE  ETA
            m   0 B/s    -

            """
        )
    )
  }

  @Test(arguments: TestServerKind.allCases)
  func `no jobs, no rows`(kind: TestServerKind) throws {
    let server = try kind.start()
    #expect(try Jobctl.run("list", "-o", "name", at: server.socket()) == .ended(0))
    #expect(try Jobctl.run("list", "-o", "json", at: server.socket()) == .ended(0, output: "[]\n"))
  }
}
