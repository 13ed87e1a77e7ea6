import Foundation

/// What one command of each kind costs from the start of its process to its end, beside others' ways
/// of doing the same.
struct OneShots {
  private static let goal = 1.5
  private static let memoryGoal = 12.0
  private static let rounds = 300
  /// For those who take long.
  private static let fewRounds = 25

  let tools: Tools

  /// A command of jobctl's, and its like in the words of others.
  private struct Task {
    let words: [String]
    /// What goes over the wire, after the negotiation.
    let requests: [String]
    /// Its last request for those who put it into words of their own.
    let command: String
    let id: String?

    var name: String { words[0] }
  }

  private static let tasks = [
    Task(
      words: ["list"],
      requests: [#"{"execute": "query-jobs"}"#, #"{"execute": "query-block-jobs"}"#],
      command: "query-jobs",
      id: nil
    ),
    Task(
      words: ["pause", "job1"],
      requests: [#"{"execute": "job-pause", "arguments": {"id": "job1"}}"#],
      command: "job-pause",
      id: "job1"
    ),
  ]

  func rows() throws -> [Report.Row] {
    let server = try MonitorServer(jobs: 5)
    try PageCache.evictedCopy(of: tools.jobctl, at: tools.evicted)
    return try Self.tasks.flatMap { try rows(for: $0, server) }
  }

  private func rows(for task: Task, _ server: MonitorServer) throws -> [Report.Row] {
    let ours = Stopwatch.Command(words: [tools.jobctl, "-s", server.path] + task.words)
    let least = Stopwatch.Command(
      words: [tools.least, server.path] + task.requests.map { $0 + "\n" }
    )
    let evicted = Stopwatch.Command(words: [tools.evicted, "-s", server.path] + task.words)
    let runs = try Stopwatch(tools: tools).turns(Self.rounds, [ours, least, evicted])
    let ratio = runs[0].median / runs[1].median
    let mebibytes = runs[0].mebibytes
    let own = [
      Report.Row(
        "\(task.name), a process each",
        figure: Self.milliseconds(runs[0].median),
        ratio: String(
          format: "%.2f x a C program's %@",
          ratio,
          Self.milliseconds(runs[1].median)
        ),
        goal: "1.5 x",
        isMet: ratio <= Self.goal
      ),
      Report.Row(
        "\(task.name), the binary's pages read from the disk",
        figure: Self.milliseconds(runs[2].median),
        ratio: String(format: "%.2f x that C program's", runs[2].median / runs[1].median)
      ),
      Report.Row(
        "\(task.name), resident memory",
        figure: String(format: "%.1f MiB", mebibytes),
        goal: "12 MiB",
        isMet: mebibytes < Self.memoryGoal
      ),
    ]
    return try own + others(task, server).map { try row($0, beside: ours, task) }
  }

  /// A way of others: how it is run, or why it is not.
  private typealias Other = (name: String, run: Result<Stopwatch.Command, Failure>)

  private func others(_ task: Task, _ server: MonitorServer) throws -> [Other] {
    let negotiation = #"{"execute": "qmp_capabilities"}"#
    let lines = ([negotiation] + task.requests).map { $0 + "\n" }.joined()
    let socat = try Tools.installed("socat").map { program in
      Stopwatch.Command(
        words: [program, "-", "UNIX-CONNECT:\(server.path)"],
        input: try tools.write(lines, to: "\(task.name).json")
      )
    }
    let python = tools.qmpPython.map { python in
      Stopwatch.Command(
        words: [python, tools.script("oneshot.py"), server.path, task.command]
          + [task.id].compactMap(\.self)
      )
    }
    let shell = try tools.qmpPython.map { _ in
      let argument = task.id.map { " id=\($0)" } ?? ""
      return Stopwatch.Command(
        words: [tools.qmpShell, server.path],
        input: try tools.write("\(task.command)\(argument)\n", to: "\(task.name).qmp")
      )
    }
    let missing = Failure(reason: "pip could not install qemu.qmp")
    return [
      ("socat", socat.map(Result.success) ?? .failure(Failure(reason: "not installed"))),
      ("qemu.qmp", python.map(Result.success) ?? .failure(missing)),
      ("qmp-shell", shell.map(Result.success) ?? .failure(missing)),
      ("virsh", virsh(task)),
    ]
  }

  /// A guest of libvirt's has to be named, and must have the job `job1` for `pause`.
  private func virsh(_ task: Task) -> Result<Stopwatch.Command, Failure> {
    guard let program = Tools.installed("virsh") else {
      return .failure(Failure(reason: "not installed"))
    }
    guard let guest = ProcessInfo.processInfo.environment["BENCH_DOMAIN"] else {
      return .failure(Failure(reason: "BENCH_DOMAIN names no guest"))
    }
    let request = task.requests[0]
    return .success(Stopwatch.Command(words: [program, "qemu-monitor-command", guest, request]))
  }

  private func row(
    _ other: Other,
    beside ours: Stopwatch.Command,
    _ task: Task
  ) throws -> Report.Row {
    let name = "\(task.name), beside \(other.name)"
    switch other.run {
    case .failure(let failure):
      return Report.Row(name, figure: "", ratio: "\(other.name): \(failure.reason)")
    case .success(let command):
      let runs = try Stopwatch(tools: tools).turns(Self.fewRounds, [ours, command])
      let ratio = runs[1].median / runs[0].median
      let theirs = Self.milliseconds(runs[1].median)
      return Report.Row(
        name,
        figure: Self.milliseconds(runs[0].median),
        ratio: String(format: "%.1f x as fast as its %@", ratio, theirs),
        goal: "faster",
        isMet: ratio > 1
      )
    }
  }

  static func milliseconds(_ seconds: Double) -> String {
    String(format: "%.2f ms", seconds * 1000)
  }
}
