import Foundation

/// Lets commands take turns, each run in a process of its own.
struct Stopwatch {
  struct Command {
    let words: [String]
    /// The file that it reads.
    var input = "/dev/null"
    /// The exit status of a run that counts.
    var status = 0
  }

  /// What the runs of one command took.
  struct Runs {
    fileprivate(set) var times: [Double] = []
    fileprivate(set) var processorTimes: [Double] = []
    /// The most memory that was resident in any run, in MiB.
    fileprivate(set) var mebibytes = 0.0

    /// In seconds.
    var median: Double { times.sorted()[times.count / 2] }
    var medianProcessorTime: Double { processorTimes.sorted()[processorTimes.count / 2] }
  }

  let tools: Tools

  func turns(_ rounds: Int, _ commands: [Command]) throws -> [Runs] {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: tools.stopwatch)
    process.arguments =
      ["\(rounds)"] + commands.map { [$0.input] + $0.words }.joined(separator: ["::"])
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    var runs = commands.map { _ in Runs() }
    for line in text.split(separator: "\n") {
      let fields = line.split(separator: " ").compactMap { Int($0) }
      guard fields.count == 5, fields[1] == commands[fields[0]].status else {
        let words = commands[Int(line.prefix(1)) ?? 0].words.joined(separator: " ")
        throw Failure(reason: "'\(words)' did not run as it should: \(line)")
      }
      runs[fields[0]].times.append(Double(fields[2]) / 1e9)
      runs[fields[0]].processorTimes.append(Double(fields[3]) / 1e6)
      runs[fields[0]].mebibytes = max(runs[fields[0]].mebibytes, Double(fields[4]) / 1024)
    }
    guard runs.allSatisfy({ $0.times.count == rounds }) else {
      throw Failure(reason: "the stopwatch ended early")
    }
    return runs
  }
}
