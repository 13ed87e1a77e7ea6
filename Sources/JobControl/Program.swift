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
      let invocation = try parse()
      let context = Context(environment: environment, globals: invocation.globals)
      return try context.perform(invocation.action)
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
}

extension Program.Ending {
  /// Prepares the process for ``Program``: what has to be settled before the first descriptor is
  /// opened.
  package static func prepareProcess() {
    ProcessArguments.tidyEnvironment()
    StandardStream.fillClosed()
    ProcessSignals.ignoreBrokenPipes()
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
