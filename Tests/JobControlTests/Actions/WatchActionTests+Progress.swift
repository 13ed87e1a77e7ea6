import JobControl
import Jobs
import QMP
import Testing

extension WatchActionTests {
  private static func job(_ id: String, _ type: JobType) -> ServedJob {
    var job = ServedJob(id, type, .running)
    job.progress = Progress(current: 0, total: 4 << 20)
    job.speed = 0
    return job
  }

  private func progress(
    _ options: String,
    _ story: String,
    on jobs: [ServedJob]
  ) throws -> (lines: [String], outcome: Sitting.Outcome) {
    let outcome = try Vigil(jobs, story).run("watch --timestamps none --no-snapshot \(options)")
    let lines = outcome.output.split(separator: "\n").map { line in
      line.split(separator: " ").joined(separator: " ")
    }
    return (lines, outcome)
  }

  @Test func `progress is told every so often, for jobs under way`() throws {
    let jobs = [Self.job("b", .backup), Self.job("m", .mirror)]
    let story = "+500ms b@1024K/4096K +1000ms m@2048K/4096K b:paused +1000ms b:running"
    let (lines, outcome) = try progress("--progress=1s -t 3500ms", story, on: jobs)
    #expect(
      lines == [
        "b backup running, 25.0% of 4.0 MiB, 1.0 MiB/s, done in 3s",
        "m mirror running, 0.0% of 4.0 MiB, 0 B/s",
        "b backup running → paused",
        "b backup paused, 25.0% of 4.0 MiB",
        "m mirror running, 50.0% of 4.0 MiB, 1.0 MiB/s, ready in 2s",
        "b backup paused → running",
        "b backup running, 25.0% of 4.0 MiB",
        "m mirror running, 50.0% of 4.0 MiB, 682.6 KiB/s, ready in 3s",
      ]
    )
    #expect(outcome.status == .timedOut)
    #expect(
      outcome.requests
        == Array(repeating: ["query-jobs", "query-block-jobs"], count: 4).flatMap(\.self)
    )
  }

  @Test func `by default every ten seconds, and never where nothing is under way`() throws {
    let (lines, outcome) = try progress(
      "--progress -t 1h",
      "+15000ms b:aborting b:concluded",
      on: [Self.job("b", .backup)]
    )
    #expect(
      lines == [
        "b backup running, 0.0% of 4.0 MiB, 0 B/s", "b backup running → aborting",
        "b backup aborting → concluded, succeeded 0.0% of 4.0 MiB",
      ]
    )
    // What is concluded is asked for once more, and that is all.
    #expect(outcome.requests.filter { $0 == "query-jobs" }.count == 4)
    let again = "+15000ms b:concluded +60000ms m:created m:running"
    let (more, _) = try progress("--progress -t 90s", again, on: [Self.job("b", .backup)])
    #expect(more.filter { $0.hasPrefix("m mirror running, ") }.count == 2)
  }

  @Test func `a stall is said when it begins and when it ends`() throws {
    let story = "+130000ms m@1K/4096K"
    let (lines, _) = try progress(
      "--progress=10s --event stall -t 150s",
      story,
      on: [Self.job("m", .mirror)]
    )
    #expect(
      lines == [
        "m mirror stalled: nothing has moved for 60s 0.0% of 4.0 MiB",
        "m mirror moves again, after 2m10s 0.0% of 4.0 MiB",
      ]
    )
    let (sooner, _) = try progress(
      "--stall-after 30s --event stall -t 100s",
      story,
      on: [Self.job("m", .mirror)]
    )
    #expect(sooner == ["m mirror stalled: nothing has moved for 30s 0.0% of 4.0 MiB"])
  }

  @Test func `numbers are there for programs`() throws {
    let outcome = try Vigil([Self.job("m", .mirror)], "+500ms m@1024K/4096K").run(
      "watch --progress=1s -o jsonl --event progress --count 1"
    )
    #expect(
      outcome.output == """
        {"timestamp": {"seconds": 1700000001, "microseconds": 0}, "kind": "progress", "id": "m", \
        "type": "mirror", "to": "running", "percent": 25.0, "rate": 1048576, "eta-seconds": 3, \
        "finish": "2023-11-14T22:13:24.000Z", "speed": 0, "current-progress": 1048576, \
        "total-progress": 4194304}

        """
    )
  }

  @Test(arguments: [("b -t 1s", "25.0%"), ("--progress b -t 1s", "50.0%")])
  func `somebody who asks is told how the jobs stand`(_ words: String, _ share: String) throws {
    let (lines, _) = try watch(words, "+500ms !inquiry +100ms b:waiting")
    let state = "b backup is running \(share) of 4.0 KiB"
    #expect(lines == [state, state, "b backup running → waiting"])
  }

  // MARK: - Bars

  @Test func `bars stand below the lines, and leave no trace`() throws {
    let vigil = Vigil([Self.job("m", .mirror)], "+500ms m@2048K/4096K +1000ms m:ready m:READY")
    vigil.streams.isTerminal = true
    vigil.streams.variables = ["TERM": "xterm"]
    let outcome = try vigil.run("watch --timestamps none --progress --until ready")
    #expect(outcome.status == .done)
    #expect(
      outcome.output
        == """
        m           mirror   is running  0.0% of 4.0 MiB
        m           mirror   \u{1B}[36mrunning\u{1B}[0m → \u{1B}[32mready\u{1B}[0m  100.0% of 4.0 KiB

        """.replacing("is running", with: "is \u{1B}[36mrunning\u{1B}[0m")
    )
    let blank = String(repeating: " ", count: 38)
    #expect(
      outcome.error.split(separator: "\r\u{1B}[J", omittingEmptySubsequences: false) == [
        "m  [\(blank)]    0.0%\r",
        "m  [\(String(repeating: "=", count: 18))>\(String(repeating: " ", count: 19))]   50.0%    2.0 MiB/s  1s left\r",
        "",
      ]
    )
  }
}
