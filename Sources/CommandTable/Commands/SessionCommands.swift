import Jobs

/// What only the shell has.
extension CommandSpec {
  /// The commands of the shell: those of the command line but itself, and its own.
  package static let inShell: [CommandSpec] =
    all.filter { ![shell.name, help.name].contains($0.name) }
    + [helpInShell, events, status, reconnect, history, quit]

  private static let helpInShell = help(among: { inShell })

  private static let events = CommandSpec(
    name: "events",
    group: .shell,
    summary: "which jobs' events are shown above the line",
    operands: [
      Operand(
        "on|off|GLOB",
        .any,
        completion: .choices([.init("on", "those of all jobs"), .init("off", "none")])
      )
    ],
    discussion: [
      """
      Those of all jobs, of none, or of the jobs that are named; alone it tells which. When many come at once, the \
      latest of each job are shown and the rest is counted.
      """
    ],
    examples: [Example("events 'mirror*'", "only those of mirrors")]
  ) { arguments throws(UsageError) in
    let words = arguments.operands
    switch words {
    case []: return .session(.events(.tell))
    case ["on"]: return .session(.events(.all))
    case ["off"]: return .session(.events(.none))
    default:
      if let word = ["on", "off"].first(where: words.contains) {
        throw arguments.problem("'\(word)' stands alone")
      }
      return .session(.events(.matching(words)))
    }
  }

  private static let status = CommandSpec(
    name: "status",
    group: .shell,
    summary: "the connection, the server and what is known of its jobs"
  ) { _ throws(UsageError) in .session(.status) }

  private static let reconnect = CommandSpec(
    name: "reconnect",
    group: .shell,
    summary: "connect again, or to another server",
    operands: [Operand("ADDRESS", .optional, completion: .address)],
    examples: [Example("reconnect /run/vm2.qmp", "go on with another machine")]
  ) { arguments throws(UsageError) in
    guard let word = arguments.operands.first else { return .session(.reconnect(nil)) }
    do throws(ValueError) {
      return .session(.reconnect(try ServerAddress(parsing: word)))
    } catch {
      throw arguments.problem("'\(error.word)' \(error.reason)")
    }
  }

  private static let history = CommandSpec(
    name: "history",
    group: .shell,
    summary: "the lines that were entered",
    operands: [Operand("N", .optional)],
    examples: [Example("history 20", "the last 20")]
  ) { arguments throws(UsageError) in
    guard let word = arguments.operands.first else { return .session(.history(nil)) }
    guard let count = Int(word), count > 0 else {
      throw arguments.problem("'\(word)' is not a whole number from 1 on")
    }
    return .session(.history(count))
  }

  private static let quit = CommandSpec(
    name: "quit",
    aliases: ["exit"],
    group: .shell,
    summary: "leave the shell; the jobs go on"
  ) { _ throws(UsageError) in .session(.quit) }
}
