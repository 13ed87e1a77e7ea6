extension CommandSpec {
  /// The command table, in the order of the overview.
  package static let all: [CommandSpec] =
    [list, show] + verbs + [setSpeed, watch, wait, check, explain]
    + [shell, sockets, hold, qmp, sandbox, completion, help, version, complete, generate]

  /// Those for people.
  package static let visible = all.filter { !$0.isHidden }

  package static func named(_ name: String) -> CommandSpec? {
    all.first { $0.name == name || $0.aliases.contains(name) }
  }
}
