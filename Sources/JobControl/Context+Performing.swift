import CommandTable

extension Context {
  /// Does what a command asks, on this context's server and streams.
  func perform(_ action: Invocation.Action) throws(Failure) -> Program.Ending {
    switch action {
    case .list(let order): return .exit(try ListAction(order: order, context: self).run())
    case .show(let order): return .exit(try ShowAction(order: order, context: self).run())
    case .verb(let order): return .exit(try VerbAction(order: order, context: self).run())
    case .watch(let order): return .exit(try WatchAction(order: order, context: self).run())
    case .wait(let order): return .exit(try WaitAction(order: order, context: self).run())
    case .check(let order): return .exit(try CheckAction(order: order, context: self).run())
    case .explain(let order): return .exit(try ExplainAction(order: order, context: self).run())
    case .completion(let shell): return .exit(try write(shell.script))
    case .complete(let order):
      return .exit(try CompleteAction(order: order, context: self).run())
    case .generate(let order):
      return .exit(try GenerateAction(order: order, context: self).run())
    case .qmp(let order): return .exit(try QMPAction(order: order, context: self).run())
    case .sockets(let order): return .exit(try SocketsAction(order: order, context: self).run())
    case .sandbox(let order): return try SandboxAction(order: order, context: self).run()
    case .hold(let order): return try HoldAction(order: order, context: self).run()
    case .shell(let order): return try ShellAction(order: order, context: self).run()
    case .session(let order):
      guard let shell else { throw .usage(UsageError("that is a command of the shell")) }
      return .exit(try shell.perform(order, in: self))
    case .help(let topic):
      return .exit(try write(helpPage(of: topic)))
    case .version:
      return .exit(try write("jobctl \(Version.current)\n"))
    }
  }

  private func helpPage(of topic: String?) -> String {
    let commands = shell == nil ? CommandSpec.all : CommandSpec.inShell
    if let topic, let spec = commands.first(where: { $0.name == topic }) {
      return HelpPage.page(for: spec)
    }
    return shell == nil ? HelpPage.overview : HelpPage.shellOverview
  }
}
