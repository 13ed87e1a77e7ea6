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
    case .sandbox(let order): return try SandboxAction(order: order, context: self).run()
    case .help(let topic):
      let page = topic.flatMap(CommandSpec.named).map(HelpPage.page) ?? HelpPage.overview
      return .exit(try write(page))
    case .version:
      return .exit(try write("jobctl \(Version.current)\n"))
    }
  }
}
