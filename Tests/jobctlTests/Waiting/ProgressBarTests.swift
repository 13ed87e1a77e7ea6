import Glibc
import TestSupport
import Testing

/// Bars on a terminal, with a real server behind them.
@Suite struct ProgressBarTests {
  private let daemon: StorageDaemon

  init() throws {
    daemon = try StorageDaemon(monitors: 2, of: .any)
    try daemon.hold(.running, "j", autoDismiss: false)
  }

  private func start(_ words: String..., columns: Int = 60) throws -> WatchedTerminal {
    try WatchedTerminal(
      running: Jobctl.path,
      ["-s", daemon.socket(0)] + words,
      rows: 12,
      columns: columns
    )
  }

  private static let snapshot = "j           mirror   is running  0.0% of 1.0 TiB"

  private static func isBar(_ row: String) -> Bool {
    row.hasPrefix("j  [  ") && row.contains("]    0.0%")
  }

  @Test func `they stand below the lines, through a resize, and go with Ctrl-C`() throws {
    let watch = try start("watch", "--progress=100ms", "--timestamps", "none")
    try watch.wait(for: "a bar below the snapshot") { screen in
      screen.shownText.count == 2 && screen.shownText[0] == Self.snapshot
        && Self.isBar(screen.shownText[1]) && screen.shownText[1].count < 60
    }
    try daemon.execute("job-pause", ["id": "j"])
    try watch.wait(for: "a line above the bar") { screen in
      screen.shownText.count == 3 && screen.shownText[1].hasSuffix("running → paused")
        && screen.shownText[2].hasSuffix("]    0.0%  paused")
    }
    try watch.resize(rows: 12, columns: 30)
    try watch.wait(for: "one bar, narrower than 30 columns") { screen in
      screen.shownText.filter { $0.contains("0.0%  paused") }.count == 1
        && screen.shownText.last?.hasSuffix("]    0.0%  paused") == true
        && screen.shownText.last.map { $0.count < 30 } == true
    }
    try watch.resize(rows: 12, columns: 60)
    try watch.wait(for: "the whole again") { screen in
      screen.shownText.count == 3 && screen.shownText[0] == Self.snapshot
        && screen.shownText[2].count > 30
    }
    try watch.write("\u{3}")
    #expect(try watch.waitForEnd().signal == SIGINT)
    #expect(watch.screen.shownText.count == 2 || watch.screen.shownText[2] == "^C")
    #expect(watch.screen.unknown.isEmpty)
    #expect(try daemon.monitor().status(of: "j") == "paused")
  }

  @Test func `Ctrl-Z takes them away until the watch goes on`() throws {
    let watch = try start("watch", "--progress=100ms", "--no-snapshot")
    try watch.wait(for: "a bar") { $0.shownText.contains(where: Self.isBar) }
    watch.terminal.send(SIGTSTP)
    try watch.wait(for: "no bar") { !$0.shownText.contains(where: Self.isBar) }
    watch.terminal.send(SIGCONT)
    try watch.wait(for: "the bar again") { $0.shownText.contains(where: Self.isBar) }
  }

  @Test func `wait shows them until the outcome is there`() throws {
    let wait = try start("wait", "j", "--progress")
    try wait.wait(for: "a bar") { $0.shownText.contains(where: Self.isBar) }
    try daemon.execute("job-cancel", ["id": "j"])
    #expect(try wait.waitForEnd().status == 10)
    #expect(wait.screen.shownText == ["jobctl: 'j' was cancelled"])
  }

  @Test func `a terminal that knows no sequences gets lines`() throws {
    let watch = try WatchedTerminal(
      running: Jobctl.path,
      [
        "-s", daemon.socket(0), "watch", "--progress=100ms", "--timestamps", "none", "--count", "2",
      ],
      environment: ["TERM": "dumb"]
    )
    #expect(try watch.waitForEnd().status == 0)
    #expect(watch.screen.shownText.count == 3)
    let lines = watch.screen.shownText.dropFirst()
    #expect(lines.allSatisfy { $0.contains("running, 0.0% of 1.0 TiB, ") })
  }

  @Test(arguments: [["watch"], ["wait", "j"]])
  func `SIGUSR1 tells how the jobs stand, and changes nothing else`(_ words: [String]) throws {
    let command = try RunningCommand(Jobctl.path, ["-s", daemon.socket(0), "--debug"] + words)
    try command.readError { $0.contains("current-progress") }
    if words[0] == "watch" { try command.expect("is running") }
    _ = try ProcessActivity.asleep(command.processIdentifier)
    command.send(SIGUSR1)
    if words[0] == "watch" {
      try command.expect("j           mirror   is running")
    } else {
      try command.readError { $0.contains("j           mirror   is running") }
    }
    try daemon.execute("job-cancel", ["id": "j"])
    if words[0] == "wait" { #expect(try command.wait().status == 10) }
  }
}
