import TestSupport
import Testing

/// Jobs as no server should describe them.
@Suite struct StrangeJobTests {
  /// Pieces of JobInfo that are not what the schema says, each in place of a good one.
  private static let wrong: [[String: JSON?]] = [
    ["id": nil], ["id": 7], ["id": nil, "device": "j"], ["type": nil], ["type": ["mirror"]],
    ["status": nil], ["status": true], ["status": .some(.null)],
  ]

  @Test(arguments: wrong)
  func `a job without what every release tells`(members: [String: JSON?]) throws {
    let server = try Self.server(Self.job.replacing(members))
    let result = try Jobctl.run("list", at: server.address)
    let complaint = "jobctl: the server's reply to query-jobs is not what QMP's schema says\n"
    #expect(result == .ended(8, error: complaint))
  }

  @Test(arguments: [.null, 7, "no", [:], [7], ["j"], [[]]] as [JSON])
  func `a reply that is no list of jobs`(reply: JSON) throws {
    let server = try FakeMonitor { _ in [.succeed(reply)] }
    let complaint = "jobctl: the server's reply to query-jobs is not what QMP's schema says\n"
    #expect(try Jobctl.run("list", at: server.address) == .ended(8, error: complaint))
  }

  @Test(
    arguments: [
      ["current-progress": "1"], ["total-progress": nil], ["current-progress": 1.5],
      ["total-progress": .some(.null)], ["error": .some(.null), "total-progress": ["1"]],
    ] as [[String: JSON?]]
  )
  func `what only helps to know is not known when it is wrong`(members: [String: JSON?]) throws {
    let server = try Self.server(Self.job.replacing(members))
    let result = try Jobctl.run("list", at: server.address)
    #expect(
      result
        == .ended(
          0,
          output: """
            ID  TYPE    STATUS   PERCENT  CURRENT  TOTAL  SPEED  ERROR
            j   mirror  running        -        -      -      -  -

            """
        )
    )
  }

  @Test(arguments: [
    (Int.max - 1, Int.max, "99.9%  7.9 EiB  7.9 EiB"), (Int.max, 1, "100.0%  7.9 EiB  1 B"),
    (-5, Int.max, "0.0%  -5 B  7.9 EiB"), (Int.min, Int.max, "0.0%  \(Int.min) B  7.9 EiB"),
    (0, 0, "-  0 B  0 B"), (5, -5, "-  5 B  -5 B"), (1, Int.min, "-  1 B  \(Int.min) B"),
    (1 << 62, 1 << 62, "100.0%  4.0 EiB  4.0 EiB"), (1 << 61, 1 << 62, "50.0%  2.0 EiB  4.0 EiB"),
    (1023, 1024, "99.9%  1023 B  1.0 KiB"),
  ])
  func `absurd numbers are shown as they are`(current: Int, total: Int, shown: String) throws {
    let job = Self.job.replacing([
      "current-progress": .integer(current), "total-progress": .integer(total),
    ])
    let server = try Self.server(job)
    let words = ["list", "--no-header", "--columns", "percent,current-progress,total-progress"]
    let result = try Jobctl.run(words, at: server.address)
    #expect(result == .ended(0, output: "\(shown)\n"))
    for words in [["list", "-o", "wide"], ["show", "j"], ["list", "-o", "json", "--exact"]] {
      let result = try Jobctl.run(words, at: server.address)
      #expect(result.status == 0 && result.error.isEmpty)
    }
  }

  @Test(arguments: [
    "18446744073709551615", "-9223372036854775809", "1e300", "123456789012345678901",
  ])
  func `numbers beyond 64 bits are no progress`(number: String) throws {
    let text = Self.job.text.replacing("1048576", with: number)
    let server = try FakeMonitor { request in
      request.command == "query-jobs"
        ? [.send(Array("{\"return\": [\(text)], \"id\": \(request.id ?? nil)}".utf8))]
        : [.succeed([])]
    }
    let words = ["list", "-o", "jsonl", "--columns", "id,total-progress,percent"]
    #expect(try Jobctl.run(words, at: server.address) == .ended(0, output: "{\"id\": \"j\"}\n"))
  }

  @Test func `a rate of absurd numbers`() throws {
    let job = FakeJobs.Job(current: .min, total: .max)
    let jobs = FakeJobs(["j": job])
    let server = try FakeMonitor { request in
      defer { jobs.jobs["j"]?.current = .max }
      return jobs.answer(request)
    }
    let words = ["list", "--columns", "rate,eta-seconds", "--no-header"]
    #expect(try Jobctl.run(words, at: server.address).status == 0)
  }

  @Test func `words of a newer QEMU are shown as they came`() throws {
    let job = Self.job.replacing(["type": "teleport", "status": "dreaming"])
    let server = try Self.server(job)
    let list = try Jobctl.run("list", "--columns", "id,type,status", at: server.address)
    #expect(list.output.hasSuffix("\nj   teleport  dreaming\n"))
    let show = try Jobctl.run("show", "j", at: server.address)
    #expect(show.status == 0)
    #expect(show.output.contains("dreaming"))
  }

  @Test func `two jobs of one id are two rows`() throws {
    let server = try Self.server(Self.job, Self.job)
    let result = try Jobctl.run("list", "-o", "name", at: server.address)
    #expect(result == .ended(0, output: "j\nj\n"))
  }

  // MARK: - A server that describes jobs

  private static let job: JSON = [
    "id": "j", "type": "mirror", "status": "running", "current-progress": 0,
    "total-progress": 1_048_576,
  ]

  private static func server(_ jobs: JSON...) throws -> FakeMonitor {
    try FakeMonitor { request in
      [.succeed(request.command == "query-jobs" ? .array(jobs) : [])]
    }
  }
}

extension JSON {
  /// This object with other members; nil leaves one out.
  fileprivate func replacing(_ members: [String: JSON?]) -> JSON {
    var object = self
    for (name, value) in members { object[name] = value }
    return object
  }
}
