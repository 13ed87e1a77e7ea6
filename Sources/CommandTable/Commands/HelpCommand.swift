extension CommandSpec {
  static let help = help(among: { visible })

  /// Help for a command among these.
  static func help(among commands: @escaping @Sendable () -> [CommandSpec]) -> CommandSpec {
    CommandSpec(
      name: "help",
      group: .other,
      summary: "show help for a command",
      operands: [Operand("COMMAND", .optional, completion: .command)],
      examples: [Example("help cancel", "all about cancelling")]
    ) { arguments throws(UsageError) in
      guard let name = arguments.operands.first else { return .help(topic: nil) }
      let commands = commands()
      guard let spec = commands.first(where: { $0.name == name || $0.aliases.contains(name) })
      else {
        let names = commands.map(\.name)
        throw UsageError("unknown command '\(name)'" + Suggestion.clause(for: name, among: names))
      }
      return .help(topic: spec.name)
    }
  }

  static let version = CommandSpec(
    name: "version",
    group: .other,
    summary: "show jobctl's version",
    discussion: ["The server's own version is in the reply to \(command: "qmp query-version")."]
  ) { _ throws(UsageError) in .version }
}
