import Foundation
import TestSupport

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
      Report.Row(
        "list of 10,000 jobs",
        figure: OneShots.milliseconds(runs[0].median),
        ratio: comparison(runs[0], beside: runs[1]),
        goal: Self.text(Self.goals.list),
        isMet: runs[0].median <= Self.goals.list
      ),
      try tabInShell(),
      Report.Row(
        "Tab in bash with 10,000 jobs: a process and a query",
        figure: OneShots.milliseconds(runs[2].median),
        ratio: comparison(runs[2], beside: runs[3])
      ),
    ]
  }

  private func comparison(_ ours: Stopwatch.Runs, beside least: Stopwatch.Runs) -> String {
    String(
      format: "%.1f x a C program that only reads them, %@",
      ours.median / least.median,
      OneShots.milliseconds(least.median)
    )
  }

  private static func text(_ goal: Double) -> String {
    String(format: "%.0f ms", goal * 1000)
  }

  /// The slower of two Tabs in a shell that knows the jobs: the one that looks, and the one that shows
  /// the 111 ids.
  private func tabInShell() throws -> Report.Row {
    let server = try MonitorServer(jobs: Self.count)
    // The shell's history.
    let home = try TemporaryDirectory()
    let terminal = try PseudoTerminal(
      running: tools.jobctl,
      ["-s", server.path, "shell"],
      environment: ["HOME": home.path("home")]
    )
    defer { terminal.hangUp() }
    try terminal.expect("\(Self.count) jobs")
    try terminal.expect("jobctl> ")
    let times = try (0..<Self.rounds).map { round in
      // Another one each time, because a Tab on the same text as before lists at once.
      let prefix = "job\(10 + round)"
      // Ctrl-U drops what stands there.
      try terminal.write("\u{15}pause \(prefix)")
      try terminal.expect("pause \(prefix)")
      // What all have in common is typed, so the first Tab rings and the second one lists.
      let bell = try time { try answer(of: terminal, "\u{7}") }
      let list = try time { try answer(of: terminal, "\(prefix)99", "pause \(prefix)") }
      return max(bell, list)
    }
    let median = times.sorted()[times.count / 2]
    return Report.Row(
      "Tab in the shell with 10,000 jobs",
      figure: OneShots.milliseconds(median),
      goal: Self.text(Self.goals.tab),
      isMet: median <= Self.goals.tab
    )
  }

  /// Types a Tab and waits for what it brings.
  private func answer(of terminal: PseudoTerminal, _ texts: String...) throws {
    try terminal.write("\t")
    for text in texts { try terminal.expect(text) }
  }

  /// How many seconds something takes.
  private func time(_ body: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    try body()
    return start.duration(to: .now) / .seconds(1)
  }
}
