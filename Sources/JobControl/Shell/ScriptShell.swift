import CommandTable
import POSIX
import QMP

/// A shell without anybody who types: lines of its input, or those given as `-c`.
final class ScriptShell: ShellHost {
  let connection: ShellConnection
  private let order: ShellOrder
  private let context: Context
  private let interpreter: ShellInterpreter
  private let signals: SignalDescriptor

  init(order: ShellOrder, context: Context) throws(Failure) {
    self.order = order
    self.context = context
    self.interpreter = ShellInterpreter(options: context.globals, survivesInterrupts: false)
    self.connection = ShellConnection(
      environment: context.environment,
      options: context.globals,
      signals: SignalDescriptor.endings,
      connectsOnDemand: true
    )
    do throws(SystemError) {
      signals = try SignalDescriptor()
    } catch {
      throw .system(error)
    }
  }

  func run() throws(Failure) -> Program.Ending {
    var input = LineReader()
    var number = 0
    var first: Int32 = 0
    while let line = try nextLine(number, &input) {
      number += 1
      if order.echoes { context.environment.writeError("> \(Visible.text(line))\n") }
      switch interpreter.perform(line, at: place(number), in: self, context.environment) {
      case .nothing, .status(0):
        break
      case .status(let status):
        first = first == 0 ? status : first
        if !order.keepsGoing { return .passedOn(first) }
      case .quit:
        return .passedOn(first)
      case .end(let ending):
        return ending
      }
    }
    return .passedOn(first)
  }

  private func place(_ number: Int) -> String? {
    switch order.commands.count {
    case 0: "line \(number)"
    case 1: nil
    default: "command \(number)"
    }
  }

  // MARK: - Lines

  /// The line behind `number` others; nil at the end.
  private func nextLine(_ number: Int, _ input: inout LineReader) throws(Failure) -> String? {
    guard order.commands.isEmpty else {
      return number < order.commands.count ? order.commands[number] : nil
    }
    while true {
      if let line = input.next() { return line }
      if input.isAtEnd { return nil }
      try waitForInput()
      do throws(SystemError) {
        try input.read(from: .input)
      } catch {
        throw .system(error)
      }
    }
  }

  /// Waits for more of the script; what the server says meanwhile is taken in, and a signal ends it.
  private func waitForInput() throws(Failure) {
    while true {
      var readiness = PollSet()
      let readable = readiness.add(.input, .readable)
      let signalled = readiness.add(signals.descriptor, .readable)
      connection.watch(with: &readiness)
      let signal: Int32?
      do throws(SystemError) {
        try readiness.wait(timeout: connection.due.map { Instant.now.duration(to: $0) })
        signal = readiness.isReady(signalled) ? try signals.next()?.number : nil
      } catch {
        throw .system(error)
      }
      if let signal { throw .interrupted(signal: signal, .idle) }
      if readiness.isReady(readable) { return }
      connection.keepUp()
    }
  }

  // MARK: - Commands

  func begin(_ action: Invocation.Action) {}

  func perform(_ order: SessionOrder, in context: Context) throws(Failure) -> ExitStatus {
    switch order {
    case .reconnect(let address):
      if let address = address ?? connection.address {
        try connection.connect(to: address)
      } else {
        try connection.connect(to: try self.context.address())
      }
      return .done
    case .status:
      return try context.write(ShellStatus(connection).text)
    case .events, .history:
      throw .usage(UsageError("events and history are for somebody who types"))
    case .quit:
      return .done
    }
  }
}
