/// Runs commands to their end.
package enum CommandRun {
  /// Runs a command, by default with nothing to read and its output captured.
  ///
  /// A name without a slash is looked up in PATH; the rest is as for `RunningCommand`. When the timeout
  /// passes, the command is killed with its descendants.
  package static func run(
    _ executable: String,
    _ arguments: [String] = [],
    environment: [String: String] = [:],
    input: CommandInput = .null,
    output: CommandOutput = .captured,
    error: CommandOutput = .captured,
    descriptors: [Int32: Int32] = [:],
    directory: String? = nil,
    timeout: Duration = .patience
  ) throws(SupportFailure) -> CommandResult {
    let command = try RunningCommand(
      executable,
      arguments,
      environment: environment,
      input: input,
      output: output,
      error: error,
      descriptors: descriptors,
      directory: directory
    )
    return try command.wait(timeout: timeout)
  }

  /// Runs a tool that is to succeed, and gives its output.
  @discardableResult
  package static func succeed(
    _ executable: String,
    _ arguments: [String] = []
  ) throws(SupportFailure) -> String {
    let result = try run(executable, arguments)
    guard result.status == 0 else {
      throw .toolFailed(
        command: ([executable] + arguments).joined(separator: " "),
        said: result.description
      )
    }
    return result.output
  }
}
