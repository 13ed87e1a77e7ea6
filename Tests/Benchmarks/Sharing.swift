import Foundation
import TestSupport

/// What it costs to share a monitor that `jobctl hold` has.
struct Sharing {
  private static let delayGoal = 100.0
  private static let rounds = 3000
  private static let memoryGoal = 20.0
  private static let clients = 200

  let tools: Tools

  func rows() throws -> [Report.Row] {
    try delay() + [try fanOut()]
  }

  /// What a command takes more by way of a holder: on one connection, and as a process.
  private func delay() throws -> [Report.Row] {
    let direct = try MonitorServer(jobs: 5)
    let held = try MonitorServer(jobs: 5)
    let holder = try Holder(tools, of: held.path)
    defer { holder.end() }
    let command = #"{"execute": "job-pause", "arguments": {"id": "job1"}}"# + "\n"
    let output = try CommandRun.run(
      tools.roundtrip,
      ["\(Self.rounds)", command, direct.path, holder.path]
    )
    let medians = output.output.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
    guard medians.count == 3 else { throw Failure(reason: "roundtrip failed: \(output)") }
    let commands = [direct.path, held.path].map { path in
      Stopwatch.Command(words: [tools.jobctl, "-s", path, "pause", "job1"])
    }
    let runs = try Stopwatch(tools: tools).turns(200, commands)
    return [
      row(
        "a command through hold, on one connection",
        more: medians[2] / 1000,
        direct: medians[0] / 1000
      ),
      row(
        "pause through hold, a process each",
        more: (runs[1].median - runs[0].median) * 1e6,
        direct: runs[0].median * 1e6
      ),
    ]
  }

  private func row(_ name: String, more: Double, direct: Double) -> Report.Row {
    Report.Row(
      name,
      figure: String(format: "%.0f µs more", more),
      ratio: String(format: "%.2f x the %.0f µs without", (direct + more) / direct, direct),
      goal: "100 µs more",
      isMet: more <= Self.delayGoal
    )
  }

  /// Whether each of many clients gets every one of many events.
  private func fanOut() throws -> Report.Row {
    let flood = MonitorServer.Flood(perSecond: 20_000, seconds: 10)
    let server = try MonitorServer(jobs: 5, flood: flood)
    let holder = try Holder(tools, of: server.path)
    defer { holder.end() }
    let result = try CommandRun.run(
      tools.counter,
      ["\(Self.clients)", "\(flood.count)", holder.path],
      timeout: .seconds(120)
    )
    let memory = try ProcessMemory(of: holder.processIdentifier)
    let numbers = result.output.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
    guard numbers.count == 4 else { throw Failure(reason: "counter failed: \(result)") }
    let (fewest, most, seconds) = (numbers[0], numbers[1], Double(numbers[3]) / 1000)
    let isWhole = fewest == flood.count && most == flood.count
    return Report.Row(
      "200 clients of hold, 20,000 events/s for 10 s",
      figure: String(
        format: "%@ in %.1f s, %.1f MiB",
        isWhole ? "none lost" : "\(fewest) to \(most) of \(flood.count)",
        seconds,
        memory.peak
      ),
      ratio: String(format: "%.2f of real time", seconds / Double(flood.seconds)),
      goal: "none lost, 20 MiB",
      isMet: isWhole && memory.peak < Self.memoryGoal
    )
  }
}

/// A `jobctl hold` that is ready for clients.
struct Holder {
  let path: String
  private let command: RunningCommand

  init(_ tools: Tools, of server: String) throws {
    path = EventServer.newPath()
    command = try RunningCommand(
      tools.jobctl,
      ["hold", "-s", server, "--listen", path]
    )
    try command.readError { $0.contains("is held for others") }
  }

  var processIdentifier: Int32 { command.processIdentifier }

  func end() {
    command.send(SIGTERM)
    _ = try? command.wait()
  }
}
