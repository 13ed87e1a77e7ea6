import Foundation
import TestSupport

/// What the program takes: its start, its memory while it waits, its size, the time to build it.
struct Footprint {
  private static let memoryGoal = 12.0

  let tools: Tools

  func rows() throws -> [Report.Row] {
    [try start()] + (try memory()) + [try size(), try build()]
  }

  private func start() throws -> Report.Row {
    let runs = try Stopwatch(tools: tools).turns(
      200,
      [
        Stopwatch.Command(words: [tools.jobctl, "--version"]),
        // Without arguments it does nothing.
        Stopwatch.Command(words: [tools.least], status: 2),
      ]
    )
    return Report.Row(
      "start-up (--version)",
      figure: OneShots.milliseconds(runs[0].median),
      ratio: String(
        format: "%.2f x a C program's %@",
        runs[0].median / runs[1].median,
        OneShots.milliseconds(runs[1].median)
      )
    )
  }

  /// Resident memory of those that stay, once they have asked for the jobs.
  private func memory() throws -> [Report.Row] {
    let modes = [
      ["watch"], ["wait", "job1"], ["shell"], ["hold"],
    ]
    // The shell's history.
    let home = try TemporaryDirectory()
    return try modes.map { words in
      let server = try MonitorServer(jobs: 5)
      let terminal = try PseudoTerminal(
        running: tools.jobctl,
        ["-s", server.path] + words,
        environment: ["HOME": home.path("home")]
      )
      defer { terminal.hangUp() }
      switch words[0] {
      case "shell": try terminal.expect("jobctl> ")
      case "hold": try terminal.expect("is held for others")
      case "watch": try terminal.expect("job4")
      default:
        let deadline = ContinuousClock.now.advanced(by: .seconds(10))
        while server.answered == 0, ContinuousClock.now < deadline { usleep(1000) }
      }
      let memory = try ProcessMemory(of: terminal.processIdentifier)
      return Report.Row(
        "\(words[0]), resident memory",
        figure: String(format: "%.1f MiB", memory.peak),
        goal: "12 MiB",
        isMet: memory.peak < Self.memoryGoal
      )
    }
  }

  private func size() throws -> Report.Row {
    let size = try FileManager.default.attributesOfItem(atPath: tools.jobctl)[.size] as? Int ?? 0
    return Report.Row(
      "size of the binary, which needs no library",
      figure: String(format: "%.1f MiB", Double(size) / 1_048_576)
    )
  }

  /// Takes minutes, so it is measured on demand.
  private func build() throws -> Report.Row {
    let file = "\(tools.folder)/build-seconds"
    let name = "clean build of the release binary"
    guard let text = try? String(contentsOfFile: file, encoding: .utf8),
      let seconds = Double(text.trimmingCharacters(in: .whitespacesAndNewlines))
    else { return Report.Row(name, figure: "", ratio: "'make bench BUILD=clean' measures it") }
    return Report.Row(name, figure: String(format: "%.0f s", seconds))
  }
}
