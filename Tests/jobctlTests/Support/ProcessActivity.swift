import Foundation
import TestSupport

/// What the kernel counts of a process: two that are equal say that it did nothing in between.
struct ProcessActivity: Equatable {
  /// Its state, `S` for one that sleeps.
  let state: Character?
  /// The system call it is in, with its arguments; nil where one may not look.
  let systemCall: String?
  /// How often it was put to sleep or had to give way.
  let switches: [Substring]
  /// How often it read and wrote, and how many bytes.
  let transfers: String?
  /// For how long its main thread has had a processor.
  let computed: Duration
  /// The most memory that it ever had, in bytes.
  let peakMemory: Int

  init(of process: Int32) throws {
    let folder = "/proc/\(process)"
    let stat = try String(contentsOfFile: "\(folder)/stat", encoding: .utf8)
    let status = try String(contentsOfFile: "\(folder)/status", encoding: .utf8)
    state = stat.split(separator: ") ").last?.first
    systemCall = try? String(contentsOfFile: "\(folder)/syscall", encoding: .utf8)
    switches = status.split(separator: "\n").filter { $0.contains("ctxt_switches") }
    let peak = status.firstMatch(of: /VmHWM:\s+([0-9]+) kB/)?.output.1
    peakMemory = peak.flatMap { Int($0) }.map { $0 * 1024 } ?? .max
    let schedule = try String(contentsOfFile: "\(folder)/schedstat", encoding: .utf8)
    computed = .nanoseconds(schedule.split(separator: " ").first.flatMap { Int64($0) } ?? 0)
    transfers = try? String(contentsOfFile: "\(folder)/io", encoding: .utf8)
  }

  /// How many bytes it has read; nil where one may not look.
  var bytesRead: Int? {
    transfers?.firstMatch(of: /rchar: ([0-9]+)/).flatMap { Int($0.output.1) }
  }

  /// The same as soon as the process sleeps.
  static func asleep(_ process: Int32) throws -> ProcessActivity {
    try wait(for: process) { $0.state == "S" }
  }

  /// The first that satisfies the predicate.
  @discardableResult
  static func wait(
    for process: Int32,
    until predicate: (ProcessActivity) -> Bool
  ) throws -> ProcessActivity {
    let deadline = ContinuousClock.now + .patience
    while ContinuousClock.now < deadline {
      let activity = try ProcessActivity(of: process)
      if predicate(activity) { return activity }
    }
    throw SupportFailure.timedOut(waitingFor: "process \(process)", seen: "")
  }
}

extension Sandbox {
  /// What its process has done so far.
  func activity() throws -> ProcessActivity {
    try ProcessActivity(of: command.processIdentifier)
  }
}
