import CommandTable

/// `shell`: for somebody who types, or as a script.
struct ShellAction {
  let order: ShellOrder
  let context: Context

  func run() throws(Failure) -> Program.Ending {
    // POSIX.1-2024, sh: a shell is interactive whose input and error output are terminals.
    let isInteractive =
      order.commands.isEmpty && context.environment.inputIsTerminal
      && context.environment.errorIsTerminal
    guard isInteractive else { return try ScriptShell(order: order, context: context).run() }
    return try InteractiveShell.start(order: order, context: context).run()
  }
}
