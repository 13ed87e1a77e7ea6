import CommandTable
import JobControl
import Jobs
import QMP
import Testing

extension WatchActionTests {
  /// What of the news is shown, and what ends the watch.
  @Suite struct Choosing {
    private static let jobs = [
      ServedJob("m", .mirror, .running), ServedJob("b1", .backup, .running),
      ServedJob("b2", .backup, .paused),
    ]
    private static let story = """
      +10ms b2:running b1:paused b1:running m:ready m:READY +10ms b1:IGNORED b1:IGNORED b1:waiting \
      b1:pending b1:COMPLETED b1:concluded b1:null +2000ms n:created n:null m:waiting m:pending \
      m:COMPLETED m:concluded m:null
      """

    /// The lines of a watch, as `b1 status waiting`.
    private func watch(
      _ options: String,
      _ story: String = Self.story
    ) throws -> (lines: [String], status: Sitting.Status) {
      let vigil = Vigil(Self.jobs, story)
      let outcome = try vigil.run("watch -o tsv --no-header -t 1m \(options)")
      let lines = outcome.output.split(separator: "\n").map { line in
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
        return [fields[1], fields[3], fields[5]].filter { !$0.isEmpty }.joined(separator: " ")
      }
      return (lines, outcome.status)
    }

    private static let filters: [(String, [String])] = [
      ("b2", ["b2 snapshot paused", "b2 status running"]),
      ("b? --no-snapshot --status waiting", ["b1 status waiting"]),
      ("b2 x --no-snapshot", ["b2 status running"]),
      ("--event snapshot --type mirror", ["m snapshot running"]),
      ("--event error", ["b1 error", "b1 error"]),
      ("--event drain,phantom", ["b1 drain", "n phantom null"]),
      ("--event phantom --type backup", []),
      (
        "--no-snapshot --status ready,pending",
        ["m status ready", "b1 status pending", "m status pending"]
      ),
      ("--event snapshot --no-snapshot", []),
      ("--event status b1 --status concluded", ["b1 status concluded"]),
    ]

    @Test(arguments: filters)
    func `only what is asked for is shown`(_ options: String, _ lines: [String]) throws {
      #expect(try watch(options).lines == lines)
    }

    private static let endings: [(String, String?, Sitting.Status)] = [
      ("--until waiting", "b1 status waiting", .done),
      ("--until ready,waiting --no-snapshot", "m status ready", .done),
      ("--until paused", "b2 snapshot paused", .done),
      ("--until null m", "m status null", .done),
      // What is not shown ends it all the same.
      ("--until paused --no-snapshot", nil, .done),
      ("--until concluded --event error", "b1 error", .done),
      ("--until concluded m --status pending", "m status pending", .done),
      // A pause that ended at once, and a job that never was, do not.
      ("--until paused b1 --event drain", "b1 drain", .wrongStatus),
      ("--until null n", "n phantom null", .timedOut),
      ("--until standby", "m status null", .timedOut),
      // Where all were named, it ends when none can get there any more.
      ("--until ready b1", "b1 snapshot running", .wrongStatus),
      ("--until paused m --no-snapshot", "m status ready", .wrongStatus),
      ("--until paused,waiting m", "m status waiting", .done),
      ("--until standby m b2 b1 --event status", "m status null", .wrongStatus),
      ("--until ready b?", "b1 status null", .timedOut),
      ("--until ready b1 x", "b1 status null", .timedOut),
      ("--count 1", "b2 status running", .done),
      ("--count 2 --event error", "b1 error", .done),
      ("--count 5", "b1 drain", .done),
      ("--count 1 --event snapshot", "m snapshot running", .timedOut),
      ("--count 100", "m status null", .timedOut),
    ]

    @Test(arguments: endings)
    func `it ends with the line that was waited for`(
      _ options: String,
      _ last: String?,
      _ status: Sitting.Status
    ) throws {
      let (lines, ended) = try watch(options)
      #expect(lines.last == last)
      #expect(ended == status)
    }

    @Test func `what cannot come any more is said, and whose end is near tells that first`() throws
    {
      let vigil = Vigil(Self.jobs, "+10ms m:aborting m:CANCELLED m:concluded m:null")
      let outcome = try vigil.run("watch --timestamps none --no-snapshot m --until ready")
      #expect(outcome.status == .wrongStatus)
      #expect(outcome.error == "jobctl: 'm' is gone and will not be ready\n")
      #expect(outcome.output.contains("concluded, cancelled"))
    }

    @Test func `a line more is not printed, whatever came with it`() throws {
      #expect(
        try watch("--count 2 --no-snapshot").lines == ["b2 status running", "m status ready"]
      )
      #expect(try watch("--until paused").lines.count == 2)
    }

    @Test func `time ends it, and what was held back by then is told`() throws {
      let (lines, status) = try watch("--no-snapshot", "+59900ms m:paused b1:IGNORED +200ms")
      #expect(lines == ["b1 error", "m status paused"])
      #expect(status == .timedOut)
      #expect(try watch("--no-snapshot", "+60001ms m:waiting").lines == [])
    }

    @Test func `a storm is one line, and counts as one`() throws {
      let ids = (0..<50).map { "s\($0)" }
      let jobs = ids.map { ServedJob($0, .stream, .running) }
      let drains = (ids.map { "\($0):paused" } + ids.map { "\($0):running" }).joined(separator: " ")
      let vigil = Vigil(jobs, "+100ms \(drains) +10ms \(drains)")
      let outcome = try vigil.run("watch --timestamps none --no-snapshot --count 1")
      #expect(outcome.status == .done)
      #expect(
        outcome.output == """
          -           -        50 jobs paused and went on at once, 100 times in all

          """
      )
      #expect(outcome.requests.count == 1)
    }

    @Test func `the header comes first, and only where there is one`() throws {
      let time = "2023-11-14T22:13:20.000Z"
      let outcome = try Vigil([Self.jobs[0]], "").run("watch -o tsv --timestamps utc -t 1s")
      #expect(
        outcome.output == """
          time\tid\ttype\tkind\tfrom\tto\toutcome\tcount\tcurrent-progress\ttotal-progress\terror\tpercent\
          \trate\teta-seconds
          \(time)\tm\tmirror\tsnapshot\t\trunning\t\t\t1024\t4096\t\t\t\t

          """
      )
      #expect(try Vigil([], "").run("watch -o tsv -t 1s --no-header").output.isEmpty)
      #expect(try Vigil([], "").run("watch -o jsonl -t 1s").output.isEmpty)
    }

    @Test func `with --all-events there is a line for each`() throws {
      let (lines, _) = try watch("--all-events --no-snapshot")
      #expect(lines.count == Self.story.split(separator: " ").filter { $0.contains(":") }.count)
      let companions = try watch("--all-events --event companion").lines
      #expect(companions == ["m companion", "b1 companion", "m companion"])
    }
  }
}
