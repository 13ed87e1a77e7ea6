import Jobs

extension CommandSpec {
  private static let command = Option<String>(
    "command",
    "c",
    value: "COMMAND",
    help: "Perform this line, and no other input; may be repeated.",
    parse: { $0 }
  )
  private static let keepGoing = Switch(
    "keep-going",
    "k",
    help: "Go on after a command that fails; end with the first failure's status."
  )
  private static let echo = Switch(
    "echo",
    "e",
    help: "Show each line on stderr before it is performed."
  )

  static let shell = CommandSpec(
    name: "shell",
    group: .other,
    summary: "an interactive shell, or many commands on one connection",
    options: [command.spec, keepGoing.spec, echo.spec],
    discussion: [
      """
      On a terminal: a prompt with the last exit status, every command without \(literal: "jobctl") in front, \
      completion with Tab, a history that is searched with Ctrl-R, and events above the line as they come. \
      Ctrl-C drops a line or gives up a command, Ctrl-D leaves. \(literal: "help") tells what there is besides.
      """,
      """
      Otherwise a script: one command a line, words quoted as in a POSIX shell, comments behind \(literal: "#"). It \
      stops at the first command that fails, and ends with its exit status.
      """,
      """
      Lines are kept in \(literal: "$XDG_STATE_HOME/jobctl/history") (\(literal: "~/.local/state")), except those \
      that begin with a space. Keys can be changed in \(literal: "~/.editrc") (editrc(5)).
      """,
    ],
    examples: [
      Example("shell", "stay with a machine"),
      Example("shell -c 'pause backup0' -c list", "two commands, one connection"),
      Example("shell -k -c 'dismiss a' -c 'dismiss b'", "the second even if the first fails"),
    ]
  ) { arguments throws(UsageError) in
    .shell(
      ShellOrder(
        commands: try arguments.all(command),
        keepsGoing: arguments(keepGoing),
        echoes: arguments(echo)
      )
    )
  }
}
