/// A `jobctl sandbox` in a process of its own, which serves until a signal; killed with the last reference.
///
/// The test target that makes one must depend on the `jobctl` target.
package final class Sandbox {
  /// Holds the socket and nothing else, as long as the sandbox serves.
  package let directory: TemporaryDirectory
  /// Where it listens.
  package let socket: String
  package let command: RunningCommand
  private let scenarioDirectory: TemporaryDirectory?

  /// Starts one with these options, on `quiet` where they choose no scenario, and returns when it listens.
  ///
  /// `descriptors` limits how many the process may have open.
  package convenience init(
    _ options: String...,
    descriptors: Int? = nil
  ) throws(SupportFailure) {
    let choice = options.contains("--scenario") ? [] : ["--scenario", "quiet"]
    try self.init(options + choice, scenarioDirectory: nil, descriptors: descriptors)
  }

  /// Starts one on a scenario that is written to a file.
  package convenience init(_ options: [String] = [], scenario: JSON) throws {
    let directory = try TemporaryDirectory()
    let file = try directory.write(scenario.text, to: "scenario.json")
    try self.init(options + ["--scenario", file], scenarioDirectory: directory, descriptors: nil)
  }

  private init(
    _ options: [String],
    scenarioDirectory: TemporaryDirectory?,
    descriptors: Int?
  ) throws(SupportFailure) {
    directory = try TemporaryDirectory()
    socket = directory.path("qmp")
    self.scenarioDirectory = scenarioDirectory
    let words = [BuiltProducts.path("jobctl"), "sandbox", "--listen", socket] + options
    let limit = descriptors.map { "ulimit -n \($0); " } ?? ""
    command = try RunningCommand("sh", ["-c", "\(limit)exec \"$@\"", "sh"] + words)
    try command.readError { $0.contains("\n  jobctl list\n") }
  }

  /// A client that has negotiated.
  package func monitor() throws(SupportFailure) -> RawMonitor {
    try RawMonitor(socket)
  }

  /// A connection on which nobody has said anything.
  package func client() throws(SupportFailure) -> StreamSocket {
    try StreamSocket(unix: socket)
  }
}

extension RawMonitor {
  /// Starts a mirror between the first disks of the scenario `quiet`, 4 GiB large.
  package func startMirror(_ id: String, _ options: JSON = [:]) throws(SupportFailure) {
    var arguments: JSON = [
      "job-id": .string(id), "device": "disk0", "target": "copy0", "sync": "full",
    ]
    arguments.merge(options)
    try execute("blockdev-mirror", arguments)
  }
}
