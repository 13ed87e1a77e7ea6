import CommandTable
import POSIX
import QMP

/// Performs the lines of a shell, as the program performs its command line.
struct ShellInterpreter {
  enum Outcome: Hashable {
    /// There was nothing to perform.
    case nothing
    /// A command ended with this exit status; one that a signal ended with 128 and its number.
    case status(Int32)
    /// Somebody wants to leave.
    case quit
    /// The shell is over, since its own end is near or nobody reads what it prints.
    case end(Program.Ending)
  }

  /// Ctrl-C ends a command, not the shell.
  private let survivesInterrupts: Bool
  private let parser: CommandParser

  /// `options`, what the shell itself was started with, stand for those that a line does not give.
  init(options: GlobalOptions, survivesInterrupts: Bool) {
    self.survivesInterrupts = survivesInterrupts
    parser = CommandParser(commands: CommandSpec.inShell, defaults: options.withoutServer)
  }

  /// Performs a line that stands at some place of a script: `line 4`.
  func perform(
    _ line: String,
    at place: String? = nil,
    in shell: any ShellHost,
    _ environment: Environment
  ) -> Outcome {
    let standing = Context(
      environment: environment,
      globals: .standard,
      shell: shell,
      place: place
    )
    do throws(Failure) {
      guard let invocation = try parse(line) else { return .nothing }
      if invocation.action == .session(.quit) { return .quit }
      let context = Context(
        environment: environment,
        globals: invocation.globals,
        shell: shell,
        place: place
      )
      shell.begin(invocation.action)
      let ending = try context.perform(invocation.action)
      // The terminal has shown ^C.
      if survivesInterrupts, ending == .signal(SignalDescriptor.interrupt) {
        environment.writeError("\n")
      }
      return .status(ending.status)
    } catch {
      return outcome(of: error, standing)
    }
  }

  private func parse(_ line: String) throws(Failure) -> Invocation? {
    let words: [String]
    do throws(ShellWords.Mistake) {
      words = try ShellWords.split(line)
    } catch {
      throw .usage(UsageError("\(error)"))
    }
    do throws(UsageError) {
      // Lines are pasted with the program's name, too.
      let command = words.first == "jobctl" ? words.dropFirst() : words[...]
      return command.isEmpty ? nil : try parser.parse(Array(command))
    } catch {
      throw .usage(error)
    }
  }

  private func outcome(of failure: Failure, _ context: Context) -> Outcome {
    switch failure {
    case .output(let cause) where cause.isBrokenPipe:
      return .end(.exit(.done))
    case .interrupted(let signal, let phase):
      let survives = survivesInterrupts && signal == SignalDescriptor.interrupt
      // The terminal has shown ^C.
      if survives { context.environment.writeError("\n") }
      if phase != .idle { context.report(failure) }
      return survives ? .status(128 + signal) : .end(.signal(signal))
    default:
      context.report(failure)
      return .status(failure.status.rawValue)
    }
  }
}

extension Program.Ending {
  /// The status as a shell counts it.
  fileprivate var status: Int32 {
    switch self {
    case .exit(let status): status.rawValue
    case .passedOn(let status): status
    case .signal(let number): 128 + number
    }
  }
}
