import Foundation
import TestSupport

/// A long run: events by the thousand, errors without end, 20 watchers who share a monitor, a shell,
/// and verbs in a loop.
///
/// Everybody counts the events between the creation of one job and that of another, a raw client of
/// the server's own included.
struct Soak {
  private static let watcherCount = 20
  /// By how much a process may still grow in the last quarter, in MiB.
  private static let growthLimit = 1.0
  private static let marks = (begin: "soak-begin", end: "soak-end")

  private let jobctl: String
  private let seconds: Int
  private let directory: TemporaryDirectory
  private let socket: String
  private let sandbox: RunningCommand
  private let holder: RunningCommand
  private let shell: PseudoTerminal
  private let reference: StreamSocket
  private let watchers: [Process]
  private let tallies: [Tally]
  private var subjects: [Subject]
  private var verbs = 0

  init(jobctl: String, seconds: Int) throws {
    self.jobctl = jobctl
    self.seconds = seconds
    directory = try TemporaryDirectory()
    socket = directory.path("qmp")
    sandbox = try RunningCommand(jobctl, ["sandbox", "--listen", socket, "--scenario", "flood"])
    try sandbox.readError { $0.contains("\n  jobctl list\n") }
    reference = try StreamSocket(unix: socket)
    try Self.negotiate(reference)
    let listening = directory.path("shared")
    holder = try RunningCommand(jobctl, ["hold", "-s", socket, "--listen", listening])
    try holder.readError { $0.contains("is held for others") }
    let watching = ["-s", listening, "watch", "--all-events", "--no-snapshot", "-o", "jsonl"]
    var watchers: [Process] = []
    var tallies = [
      Tally(
        "raw client",
        of: reference.number,
        from: Self.marks.begin,
        to: Self.marks.end,
        prefix: "{\"timestamp\""
      )
    ]
    for index in 1...Self.watcherCount {
      let watcher = Process()
      let output = Pipe()
      watcher.executableURL = URL(filePath: jobctl)
      watcher.arguments = watching
      watcher.standardOutput = output
      // At the end they are told to go in the middle of something.
      watcher.standardError = FileHandle.nullDevice
      try watcher.run()
      watchers.append(watcher)
      tallies.append(
        Tally(
          "watcher \(index)",
          of: dup(output.fileHandleForReading.fileDescriptor),
          from: Self.marks.begin,
          to: Self.marks.end,
          prefix: "{"
        )
      )
    }
    self.watchers = watchers
    self.tallies = tallies
    shell = try PseudoTerminal(
      running: jobctl,
      ["-s", listening, "shell"],
      environment: ["HOME": directory.path("home")]
    )
    try shell.expect("jobctl> ")
    subjects =
      [
        Subject("sandbox", sandbox.processIdentifier),
        Subject("hold", holder.processIdentifier),
        Subject("shell", shell.processIdentifier),
      ] + watchers.enumerated().map { Subject("watcher \($0 + 1)", $1.processIdentifier) }
  }

  private static func negotiate(_ client: StreamSocket) throws {
    _ = try client.receive()
    try client.send("{\"execute\": \"qmp_capabilities\"}\n")
    _ = try client.receive()
  }

  /// True when nothing was lost and nothing grew.
  mutating func run() throws -> Bool {
    try mark(Self.marks.begin)
    let clock = ContinuousClock()
    let end = clock.now.advanced(by: .seconds(seconds))
    var nextLook = clock.now
    while clock.now < end {
      try turn()
      guard clock.now >= nextLook else { continue }
      for index in subjects.indices { try subjects[index].look() }
      nextLook = nextLook.advanced(by: .milliseconds(seconds * 1000 / 240))
    }
    try mark(Self.marks.end)
    let patience = clock.now.advanced(by: .seconds(30))
    while tallies.contains(where: { $0.total == nil }), clock.now < patience { usleep(10_000) }
    let verdict = report()
    watchers.forEach { $0.terminate() }
    shell.hangUp()
    holder.send(SIGTERM)
    sandbox.send(SIGTERM)
    return verdict
  }

  /// A round of verbs, each by a process of its own, and one in the shell.
  private mutating func turn() throws {
    let commands = [
      ["pause", "--wait=10", "flood0"], ["is", "flood0", "paused"],
      ["resume", "--wait=10", "flood0"], ["is", "flood0", "running"],
      ["set-speed", "flood0", "1G"],
      ["set-speed", "flood0", "unlimited"], ["list", "-o", "name"],
    ]
    for words in commands {
      let result = try CommandRun.run(jobctl, ["-s", socket] + words)
      guard result.status == 0 else {
        throw Failure(reason: "'\(words.joined(separator: " "))' failed: \(result)")
      }
      verbs += 1
    }
    try shell.write("is flood0 running\r")
    try shell.expect("running\r\n")
  }

  /// Starts a job of this name, whose first event is the mark.
  ///
  /// The disks may be in use for a moment.
  private func mark(_ id: String) throws {
    let arguments = ["job-id=\(id)", "device=small", "target=small-copy", "sync=full"]
    let deadline = ContinuousClock.now.advanced(by: .seconds(20))
    while true {
      let words = ["-s", socket, "qmp", "blockdev-backup"] + arguments
      let result = try CommandRun.run(jobctl, words)
      if result.status == 0 { return }
      guard ContinuousClock.now < deadline else {
        throw Failure(reason: "cannot start \(id): \(result)")
      }
    }
  }

  private func report() -> Bool {
    let expected = tallies[0].total
    let others = tallies.dropFirst()
    let differing = others.filter { $0.total != expected || expected == nil }
    let grown = subjects.filter { $0.growth > Self.growthLimit }
    let leaking = subjects.filter { $0.descriptors.later > $0.descriptors.earlier }
    print("\(seconds) s, \(verbs) verbs, \(Self.watcherCount) watchers, a shell")
    print("events by the raw client's count: \(expected.map(String.init) ?? "no end seen")")
    for tally in differing {
      print("  \(tally.name) counted \(tally.total.map(String.init) ?? "no end")")
    }
    for subject in subjects {
      let figures = String(
        format: "  %@: %.1f MiB, %+.2f MiB in the last quarter, %d descriptors",
        subject.name,
        subject.mebibytes,
        subject.growth,
        subject.descriptors.later
      )
      print(figures)
    }
    let holds = differing.isEmpty && grown.isEmpty && leaking.isEmpty
    print(
      holds
        ? "PASSED: nothing lost, memory flat, descriptors constant"
        : """
        FAILED: \(differing.count) lost events, \(grown.count) grew by more than \
        \(Self.growthLimit) MiB, \(leaking.count) changed their number of descriptors
        """
    )
    return holds
  }
}
