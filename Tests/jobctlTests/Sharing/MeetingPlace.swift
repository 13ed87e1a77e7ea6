import Foundation
import TestSupport
import Testing

/// Where the processes of one test meet, and no others.
struct MeetingPlace {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  /// What has processes meet here.
  var environment: [String: String] {
    ["XDG_RUNTIME_DIR": directory.path]
  }

  /// A path for a socket that a test listens on.
  func path(_ name: String) -> String {
    directory.path(name)
  }

  /// What a holder of the monitor at `socket` calls the one on which it listens.
  static func name(for socket: String) throws -> String {
    var status = stat()
    try #require(stat(socket, &status) == 0)
    let birth = status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
    return "\(status.st_dev)-\(status.st_ino)-\(String(birth, radix: 16))"
  }

  /// The sockets at which somebody is, or was.
  func sockets() throws -> [String] {
    guard try directory.names().contains("jobctl") else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: directory.path("jobctl"))
  }

  /// Waits until there are so many.
  func wait(for count: Int) throws {
    let deadline = ContinuousClock.now + .patience
    while try sockets().count != count {
      guard ContinuousClock.now < deadline else {
        throw SupportFailure.timedOut(waitingFor: "\(count) sockets", seen: "\(try sockets())")
      }
    }
  }

  func run(_ words: String..., at socket: String) throws -> CommandResult {
    try run(words, at: socket)
  }

  func run(_ words: [String], at socket: String) throws -> CommandResult {
    try Jobctl.run(words, at: socket, environment: environment)
  }

  func start(_ words: String..., at socket: String) throws -> RunningCommand {
    try start(words, at: socket)
  }

  /// A holder of the monitor at `socket`, once it serves.
  func hold(_ socket: String, _ options: String...) throws -> RunningCommand {
    let holder = try start(["hold"] + options, at: socket)
    try holder.readError { $0.contains("' is held for others") }
    return holder
  }

  /// A watch of the monitor at `socket`, once it tells of a job that runs.
  func watch(_ socket: String, _ options: String...) throws -> RunningCommand {
    let watch = try start(["watch"] + options, at: socket)
    try watch.readOutput { $0.contains("is running") }
    return watch
  }

  /// The process that holds the monitor at `socket`.
  func holder(of socket: String) throws -> Int32 {
    let answer = try run("hold", "--check", at: socket).output
    let number = answer.firstMatch(of: /\(pid ([0-9]+)\)/)?.output.1
    return try #require(number.flatMap { Int32($0) }, "\(answer)")
  }

  /// Lets nobody become a holder during `body`: the folder where they meet is locked (flock(2)).
  func withoutNewHolders(_ body: () throws -> Void) throws {
    let folder = open(directory.path("jobctl"), O_RDONLY | O_CLOEXEC)
    defer { close(folder) }
    try #require(flock(folder, LOCK_EX) == 0)
    try body()
  }

  /// Waits until a process has that folder open, as whoever is to be a holder has first of all.
  func waitForVisit(of process: Int32) throws {
    let deadline = ContinuousClock.now + .patience
    let files = "/proc/\(process)/fd"
    while ContinuousClock.now < deadline {
      let isThere = try FileManager.default.contentsOfDirectory(atPath: files).contains {
        let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(files)/\($0)")
        return target?.hasSuffix("/jobctl") == true
      }
      if isThere { return }
    }
    throw SupportFailure.timedOut(waitingFor: "process \(process) in the folder", seen: "")
  }

  func start(_ words: [String], at socket: String) throws -> RunningCommand {
    try RunningCommand(
      Jobctl.path,
      Jobctl.arguments(words, at: socket),
      environment: environment
    )
  }
}
