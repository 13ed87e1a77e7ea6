import Foundation
import Glibc

/// How many events a second of processor time `jobctl watch` takes through the whole pipeline, from a
/// unix socket to lines in /dev/null, and how much memory it needs.
///
/// Alone, and with a holder between it and the server, as it has unless told otherwise: there the
/// time of both processes counts.
struct WatchThroughput {
  private static let goals = (perSecond: 300_000.0, ratio: 10.0, mebibytes: 16.0, growth: 0.5)
  private static let rounds = 3

  let tools: Tools

  /// What ran: its processor time, and the most memory that it had, in MiB.
  private struct Run {
    let perSecond: Double
    let mebibytes: Double
  }

  func rows() throws -> [Report.Row] {
    let folded = [tools.jobctl, "watch", "--no-share", "-s"]
    let whole = [tools.jobctl, "watch", "--all-events", "--no-share", "-s"]
    var ours: [[Run]] = [[], [], []]
    var python: [Run] = []
    // The contenders take turns, since a machine's speed wanders.
    for _ in 0..<Self.rounds {
      ours[0].append(try run(folded, events: 1_000_000))
      ours[1].append(try run(whole, events: 1_000_000))
      ours[2].append(try run(whole, events: 1_000_000, isHeld: true))
      if let interpreter = tools.qmpPython {
        let words = [interpreter, tools.script("watch.py")]
        python.append(try run(words, events: 60_000, count: 60_000, status: 0))
      }
    }
    let long = try run(folded, events: 5_000_000)
    let growth = long.mebibytes - (ours[0].map(\.mebibytes).max() ?? 0)
    return [
      row("watch, alone, pauses folded", median(ours[0]), beside: python),
      row("watch --all-events, alone, a line for each", median(ours[1]), beside: python),
      Report.Row(
        "watch --all-events, with its holder",
        figure: String(format: "%.0f events/s", median(ours[2])),
        ratio: String(format: "%.2f x that alone", median(ours[2]) / median(ours[1]))
      ),
      Report.Row(
        "watch, resident memory after 5 million events",
        figure: String(format: "%.1f MiB", long.mebibytes),
        ratio: String(format: "%+.1f MiB since 1 million", growth),
        goal: "16 MiB, not growing",
        isMet: long.mebibytes < Self.goals.mebibytes && growth <= Self.goals.growth
      ),
    ]
  }

  private func median(_ runs: [Run]) -> Double {
    runs.map(\.perSecond).sorted()[runs.count / 2]
  }

  private func row(_ name: String, _ perSecond: Double, beside python: [Run]) -> Report.Row {
    let ratio = python.isEmpty ? nil : perSecond / median(python)
    return Report.Row(
      name,
      figure: String(format: "%.0f events/s", perSecond),
      ratio: ratio.map { String(format: "%.0f x qemu.qmp's %.0f", $0, median(python)) }
        ?? "qemu.qmp: pip could not install it",
      goal: "300000 events/s, 10 x",
      isMet: perSecond >= Self.goals.perSecond && ratio ?? .infinity >= Self.goals.ratio
    )
  }

  /// Runs a client of a server that sends so many events; its address goes behind the words, and
  /// `count` behind that for one that leaves by itself.
  private func run(
    _ words: [String],
    events: Int,
    count: Int? = nil,
    status: Int32 = 8,
    isHeld: Bool = false
  ) throws -> Run {
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
    var before = rusage()
    getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &before)
    let holder = isHeld ? try Holder(tools, of: server.path) : nil
    let process = Process()
    process.executableURL = URL(filePath: words[0])
    process.arguments =
      words.dropFirst() + [holder?.path ?? server.path]
      + [count.map(String.init)].compactMap(\.self)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let memory = try peakMemory(of: process)
    holder?.end()
    var after = rusage()
    getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &after)
    // jobctl ends with 8 when the server closes.
    guard process.terminationStatus == status else {
      throw Failure(reason: "\(words[0]) ended with status \(process.terminationStatus)")
    }
    return Run(perSecond: Double(events) / (after.seconds - before.seconds), mebibytes: memory)
  }

  /// Runs it to its end, looking at its memory meanwhile.
  private func peakMemory(of process: Process) throws -> Double {
    try process.run()
    var peak = 0.0
    while process.isRunning {
      peak = max(peak, (try? ProcessMemory(of: process.processIdentifier).peak) ?? 0)
      usleep(10_000)
    }
    process.waitUntilExit()
    return peak
  }
}

extension rusage {
  /// User and system time together.
  fileprivate var seconds: Double {
    Double(ru_utime.tv_sec + ru_stime.tv_sec) + Double(ru_utime.tv_usec + ru_stime.tv_usec) / 1e6
  }
}
