import TestSupport

/// The built program, and ways to run it.
enum Jobctl {
  static let path = BuiltProducts.path("jobctl")

  /// Runs a command line to its end; `server` stands in it as `--socket`.
  static func run(
    _ words: String...,
    at server: String? = nil,
    environment: [String: String] = [:],
    input: CommandInput = .null,
    output: CommandOutput = .captured,
    error: CommandOutput = .captured,
    descriptors: [Int32: Int32] = [:]
  ) throws -> CommandResult {
    try run(
      words,
      at: server,
      environment: environment,
      input: input,
      output: output,
      error: error,
      descriptors: descriptors
    )
  }

  /// The same with the words in an array.
  static func run(
    _ words: [String],
    at server: String? = nil,
    environment: [String: String] = [:],
    input: CommandInput = .null,
    output: CommandOutput = .captured,
    error: CommandOutput = .captured,
    descriptors: [Int32: Int32] = [:]
  ) throws -> CommandResult {
    try CommandRun.run(
      path,
      arguments(words, at: server),
      environment: environment,
      input: input,
      output: output,
      error: error,
      descriptors: descriptors
    )
  }

  /// Starts a command that the test goes on with while it runs.
  static func start(
    _ words: String...,
    at server: String? = nil,
    output: CommandOutput = .captured
  ) throws -> RunningCommand {
    try RunningCommand(path, arguments(words, at: server), output: output)
  }

  static func arguments(_ words: [String], at server: String?) -> [String] {
    (server.map { ["--socket", $0] } ?? []) + words
  }
}

extension CommandResult {
  /// What a command is expected to come to; silent where nothing else is said.
  static func ended(_ status: Int32, output: String = "", error: String = "") -> CommandResult {
    CommandResult(
      status: status,
      outputBytes: Array(output.utf8),
      errorBytes: Array(error.utf8)
    )
  }
}
