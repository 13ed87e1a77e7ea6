import CommandTable
import POSIX
import QMP

/// The program: words in, exit status out.
package struct Program {
  /// How the process ends.
  package enum Ending: Hashable {
    case exit(ExitStatus)
    /// With the status of a command that was run.
    case passedOn(Int32)
    /// By a signal, so that the parent sees which.
    case signal(Int32)
  }

  private let words: [String]
  private let environment: Environment

  /// Takes the words behind the program's name.
  package init(words: [String], environment: Environment) {
    self.words = words
    self.environment = environment
  }

  package func run() -> Ending {
    do throws(Failure) {
      return try perform(try parse())
    } catch {
      switch error {
      case .output(let cause) where cause.isBrokenPipe:
        return .exit(.done)
      case .interrupted(let signal, .idle):
        return .signal(signal)
      case .interrupted(let signal, _):
        environment.writeError(error.message.text)
        return .signal(signal)
      default:
        environment.writeError(error.message.text)
        return .exit(error.status)
      }
    }
  }

  private func parse() throws(Failure) -> Invocation {
    do {
      return try CommandParser().parse(words)
    } catch {
      throw .usage(error)
    }
  }

  private func perform(_ invocation: Invocation) throws(Failure) -> Ending {
    let context = Context(environment: environment, globals: invocation.globals)
    switch invocation.action {
    case .list(let order): return .exit(try ListAction(order: order, context: context).run())
    case .show(let order): return .exit(try ShowAction(order: order, context: context).run())
    case .verb(let order): return .exit(try VerbAction(order: order, context: context).run())
    case .watch(let order): return .exit(try WatchAction(order: order, context: context).run())
    case .wait(let order): return .exit(try WaitAction(order: order, context: context).run())
    case .check(let order): return .exit(try CheckAction(order: order, context: context).run())
    case .explain(let order): return .exit(try ExplainAction(order: order, context: context).run())
    case .qmp(let order): return .exit(try QMPAction(order: order, context: context).run())
    case .sandbox(let order): return try SandboxAction(order: order, context: context).run()
    case .help(let topic):
      let page = topic.flatMap(CommandSpec.named).map(HelpPage.page) ?? HelpPage.overview
      return .exit(try context.write(page))
    case .version:
      return .exit(try context.write("jobctl \(Version.current)\n"))
    }
  }
}

extension Program.Ending {
  /// Prepares the process for ``Program``: what has to be settled before the first descriptor is
  /// opened.
  package static func prepareProcess() {
    StandardStream.fillClosed()
    ProcessSignals.ignoreBrokenPipes()
    Text.useUTF8()
  }

  /// Ends the process.
  package func endProcess() -> Never {
    switch self {
    case .exit(let status): ProcessSignals.end(with: status.rawValue)
    case .passedOn(let status): ProcessSignals.end(with: status)
    case .signal(let number): ProcessSignals.end(by: number)
    }
  }
}
