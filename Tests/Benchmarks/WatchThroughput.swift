import Foundation
import Glibc

/// How many events a second `jobctl watch` takes through the whole pipeline, from a unix socket to
/// lines in /dev/null, and how much memory it needs.
enum WatchThroughput {
  private static let goal = (perSecond: 300_000.0, mebibytes: 16.0)

  /// What ran: its processor time, and the most memory that it had, in bytes.
  private struct Run {
    let time: Double
    let memory: Double
    let events: Int

    var perSecond: Double { Double(events) / time }
  }

  static func rows() throws -> [Report.Row] {
    let jobctl = Bundle.main.bundleURL.appending(path: "jobctl").path
    guard access(jobctl, X_OK) == 0 else {
      throw Failure(reason: "there is no \(jobctl): run 'make release'")
    }
    let folded = try run([jobctl, "watch", "-s"], events: 5_000_000)
    let whole = try run([jobctl, "watch", "--all-events", "-s"], events: 1_000_000)
    return [
      row("watch, pauses folded", folded), row("watch --all-events, a line for each", whole),
    ]
  }

  private static func row(_ name: String, _ run: Run) -> Report.Row {
    let mebibytes = run.memory / 1_048_576
    return Report.Row(
      name: name,
      figure: String(format: "%.0f events/s, %.1f MiB", run.perSecond, mebibytes),
      ratio: "",
      goal: "300000 events/s, 16 MiB",
      meetsGoal: run.perSecond >= goal.perSecond && mebibytes < goal.mebibytes
    )
  }

  /// Runs a client of a server that sends so many events; the words go before its address.
  private static func run(_ words: [String], events: Int) throws -> Run {
    let block = (0..<10_000).flatMap { index in
      let status = index % 2 == 0 ? "paused" : "running"
      return Array(
        """
        {"timestamp": {"seconds": 1795334382, "microseconds": \(index)}, \
        "event": "JOB_STATUS_CHANGE", "data": {"status": "\(status)", "id": "job\(index / 2 % 100)"}}\r\n
        """.utf8
      )
    }
    let server = try EventServer(sending: block, times: events / 10_000)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = words + [server.path]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    var before = rusage()
    getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &before)
    let memory = try peakMemory(of: process)
    var after = rusage()
    getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &after)
    // It ends with 8 when the server closes.
    guard process.terminationStatus == 8 else {
      throw Failure(reason: "\(words[0]) ended with status \(process.terminationStatus)")
    }
    return Run(time: after.seconds - before.seconds, memory: memory, events: events)
  }

  /// Runs it to its end, looking at VmHWM (proc(5)) meanwhile.
  private static func peakMemory(of process: Process) throws -> Double {
    try process.run()
    var peak = 0.0
    while process.isRunning {
      let file = "/proc/\(process.processIdentifier)/status"
      let status = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
      if let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }) {
        let digits = line.filter(\.isNumber)
        peak = max(peak, (Double(digits) ?? 0) * 1024)
      }
      usleep(10_000)
    }
    process.waitUntilExit()
    return peak
  }

  struct Failure: Error, CustomStringConvertible {
    let reason: String

    var description: String { reason }
  }
}

extension rusage {
  /// User and system time together.
  fileprivate var seconds: Double {
    Double(ru_utime.tv_sec + ru_stime.tv_sec) + Double(ru_utime.tv_usec + ru_stime.tv_usec) / 1e6
  }
}
