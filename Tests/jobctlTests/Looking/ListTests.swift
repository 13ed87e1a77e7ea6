import TestSupport
import Testing

@Suite struct ListTests {
  private static let mebibyte = 1 << 20

  private let daemon: StorageDaemon

  init() throws {
    daemon = try StorageDaemon()
  }

  @Test func `the numbers are the server's`() throws {
    try daemon.hold(.standby, "a")
    try daemon.hold(.running, "b", as: .backup)
    let result = try Jobctl.run("list", "-o", "json", at: daemon.socket())
    #expect(result.status == 0 && result.error.isEmpty)
    let listed = try JSON(parsing: result.output).elements
    #expect(listed.map { $0["id"] } == ["a", "b"])
    let jobs = try daemon.execute("query-jobs").elements
    let blockJobs = try daemon.execute("query-block-jobs").elements
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

  @Test func `the table says the same to people, whatever the server's commands`() throws {
    try daemon.hold(.ready, "mirror0")
    try daemon.hold(.concluded, "mirror1")
    try daemon.hold(.running, "mirror10")
    try daemon.execute("block-job-set-speed", ["device": "mirror0", "speed": 1536])
    let progress = try #require(try daemon.monitor().job("mirror10")?["current-progress"]?.integer)
    #expect(progress == 16 * Self.mebibyte)
    let proxy = try FilteringProxy(to: daemon.socket(), .qemu212)
    for socket in [daemon.socket(), proxy.socket] {
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

  @Test func `a failed job tells its error`() throws {
    try daemon.startBackup(
      "b",
      from: .unreadable,
      StorageDaemon.JobOptions(autoDismiss: false)
    )
    try daemon.waitForStatus("concluded", of: "b")
    let words = ["list", "-o", "jsonl", "--columns", "id,error"]
    let result = try Jobctl.run(words, at: daemon.socket())
    #expect(result == .ended(0, output: #"{"id": "b", "error": "Input/output error"}"# + "\n"))
  }

  @Test func `rate and time left are measured`() throws {
    let rate = 8 * Self.mebibyte
    try daemon.startBackup("b", StorageDaemon.JobOptions(speed: rate))
    let words = ["list", "-o", "json", "--columns", "id,rate,eta-seconds,current-progress"]
    let result = try Jobctl.run(words, at: daemon.socket())
    let job = try #require(try JSON(parsing: result.output).elements.first)
    let measured = try #require(job["rate"]?.integer)
    // Chunks of a MiB, ten slices a second, and a machine that may be busy.
    #expect((rate / 4...rate * 2).contains(measured))
    let progress = try #require(job["current-progress"]?.integer)
    let total = Self.mebibyte << 20
    let left = try #require(job["eta-seconds"]?.integer)
    #expect(abs(left - (total - progress) / measured) <= 1 + left / 1000)
  }

  @Test func `a job that stands still has a rate of nothing and no time left`() throws {
    try daemon.hold(.paused, "m")
    let words = ["list", "--columns", "id,rate,eta-seconds"]
    let result = try Jobctl.run(words, at: daemon.socket())
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

  @Test func `no jobs, no rows`() throws {
    #expect(try Jobctl.run("list", "-o", "name", at: daemon.socket()) == .ended(0))
    #expect(try Jobctl.run("list", "-o", "json", at: daemon.socket()) == .ended(0, output: "[]\n"))
  }
}
