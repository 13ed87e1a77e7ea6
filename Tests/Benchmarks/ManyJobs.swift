import Foundation

/// What 10,000 jobs cost those who ask for them all.
struct ManyJobs {
  private static let count = 10_000
  private static let rounds = 15
  private static let goals = (list: 0.060, tab: 0.010)

  let tools: Tools

  func rows() throws -> [Report.Row] {
    let server = try MonitorServer(jobs: Self.count)
    let requests = [#"{"execute": "query-jobs"}"#, #"{"execute": "query-block-jobs"}"#]
    let list = Stopwatch.Command(words: [tools.jobctl, "-s", server.path, "list"])
    let tab = Stopwatch.Command(
      words: [tools.jobctl, "__complete", "--", "-s", server.path, "pause", "job99"]
    )
    let least = Stopwatch.Command(words: [tools.least, server.path] + requests.map { $0 + "\n" })
    let leastForTab = Stopwatch.Command(words: [tools.least, server.path, requests[0] + "\n"])
    let runs = try Stopwatch(tools: tools).turns(Self.rounds, [list, least, tab, leastForTab])
    return [
      row("list of 10,000 jobs", runs[0], beside: runs[1], goal: Self.goals.list),
      row("Tab with 10,000 jobs", runs[2], beside: runs[3], goal: Self.goals.tab),
    ]
  }

  private func row(
    _ name: String,
    _ ours: Stopwatch.Runs,
    beside least: Stopwatch.Runs,
    goal: Double
  ) -> Report.Row {
    Report.Row(
      name,
      figure: OneShots.milliseconds(ours.median),
      ratio: String(
        format: "%.1f x a C program that only reads them, %@",
        ours.median / least.median,
        OneShots.milliseconds(least.median)
      ),
      goal: String(format: "%.0f ms", goal * 1000),
      isMet: ours.median <= goal
    )
  }
}
