import Foundation
import Jobs
import QMP

/// How fast bytes from a server become typed events.
enum JobEventDecoding {
  private static let eventCount = 300_000
  private static let rounds = 9
  /// How often a round of ours repeats the work, so that it lasts about as long as one of Python's
  /// and sees as much of a wandering clock.
  private static let repetitions = 10
  private static let goal = (perSecond: 1_000_000.0, ratio: 8.0)

  static func rows(_ tools: Tools) throws -> [Report.Row] {
    let lines = eventLines()
    var contenders: [() throws -> Duration] = [
      { (0..<repetitions).reduce(.zero) { time, _ in time + decode(lines) } / repetitions }
    ]
    if let python = try PythonDecoder(lines: lines) {
      contenders.append(python.decode)
    }
    let measurements = try Measurement.interleaved(rounds: rounds, contenders)
    return [
      row(measurements[0], against: measurements.dropFirst().first),
      try row(measurements[0], againstJQWith: lines, tools),
    ]
  }

  /// jq's time is that of a process, which does little else.
  private static func row(
    _ ours: Measurement,
    againstJQWith lines: [UInt8],
    _ tools: Tools
  ) throws -> Report.Row {
    let name = "JOB_STATUS_CHANGE, beside jq"
    guard let jq = Tools.installed("jq") else {
      return Report.Row(name, figure: "", ratio: "jq: not installed")
    }
    let input = try tools.write(String(decoding: lines, as: UTF8.self), to: "events.json")
    let command = Stopwatch.Command(words: [jq, "-r", ".data.id"], input: input)
    let runs = try Stopwatch(tools: tools).turns(3, [command])
    let theirs = Double(eventCount) / runs[0].medianProcessorTime
    let ratio = Double(eventCount) / (ours.median / .seconds(1)) / theirs
    return Report.Row(
      name,
      figure: String(format: "%.2f million/s", theirs * ratio / 1e6),
      ratio: String(format: "%.1f x its %.2f million/s", ratio, theirs / 1e6),
      goal: "faster",
      isMet: ratio > 1
    )
  }

  private static func row(_ ours: Measurement, against python: Measurement?) -> Report.Row {
    let perSecond = Double(eventCount) / (ours.median / .seconds(1))
    let best = Double(eventCount) / (ours.best / .seconds(1))
    let ratio = python.map { $0.median / ours.median }
    return Report.Row(
      "JOB_STATUS_CHANGE to a typed event",
      figure: String(format: "%.2f million/s, at best %.2f", perSecond / 1e6, best / 1e6),
      ratio: ratio.map { String(format: "%.1f x Python's json.loads", $0) }
        ?? "python3: not installed",
      goal: String(format: "%.0f million/s, %.0f x", goal.perSecond / 1e6, goal.ratio),
      isMet: perSecond >= goal.perSecond && (ratio ?? .infinity) >= goal.ratio
    )
  }

  /// Reads the lines as if they came from a socket, through a session that is past its negotiation.
  private static func decode(_ lines: [UInt8]) -> Duration {
    var session = readySession()
    var found = 0
    let time = ContinuousClock().measure {
      for start in stride(from: 0, to: lines.count, by: 1 << 16) {
        session.receive(lines.span.extracting(start..<min(start + 1 << 16, lines.count)))
        while let action = session.next() {
          if case .event(let event) = action, JobStatusChange(event) != nil {
            found += 1
          }
        }
      }
    }
    precondition(found == eventCount, "every line is an event")
    return time
  }

  private static func readySession() -> ClientSession {
    var session = ClientSession(idPrefix: "b", deadline: Instant(nanoseconds: 0))
    let opening = """
      {"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}}, "capabilities": []}}
      {"return": {}, "id": "b-1"}
      """
    session.receive(Array(opening.utf8).span)
    while session.next() != nil {}
    return session
  }

  /// What QEMU 7.2 writes, with the ids that people and libvirt give, and every status in turn.
  private static func eventLines() -> [UInt8] {
    let ids = [
      "mirror0", "drive-virtio-disk0", "copy-vda-libvirt-1-format", "backup_sdb", "job1",
      "commit-sda-libvirt-4-format", "stream.42",
    ]
    var lines: [UInt8] = []
    for index in 0..<eventCount {
      let id = ids[index % ids.count] + (index % 3 == 0 ? "-\(index % 1_000)" : "")
      let status = JobStatus.allCases[index % JobStatus.allCases.count].rawValue
      let line = """
        {"timestamp": {"seconds": \(1_795_334_382 + index / 500), \
        "microseconds": \(index * 1_777 % 1_000_000)}, "event": "JOB_STATUS_CHANGE", \
        "data": {"status": "\(status)", "id": "\(id)"}}\r\n
        """
      lines += line.utf8
    }
    return lines
  }
}
