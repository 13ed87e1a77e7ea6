import CommandTable
import Jobs
import LineEditing
import POSIX
import QMP

/// The shell for somebody who types: one poll over the terminal, the server and signals.
final class InteractiveShell: ShellHost {
  let connection: ShellConnection
  let editor: LineEditor
  let context: Context
  private let interpreter: ShellInterpreter
  /// What ends things, during commands too.
  let endings: SignalDescriptor
  /// What concerns the terminal while a line is edited; nil between lines.
  var terminalSignals: SignalDescriptor?
  var feed: EventFeed
  var wait = PatienceMeter()
  var history: ShellHistory
  /// How the shell ends, once that is settled.
  var ending: Program.Ending?
  private var lastStatus: Int32 = 0
  /// What is to be said once the command is over.
  var remark: String?

  /// Takes over the terminal and connects; a server that cannot be had is only a pity.
  static func start(order: ShellOrder, context: Context) throws(Failure) -> InteractiveShell {
    guard let editor = LineEditor.open(program: "jobctl", settings: settings(context.environment))
    else { throw .system(SystemError.outOfMemory) }
    let endings: SignalDescriptor
    do throws(SystemError) {
      endings = try SignalDescriptor(signals)
    } catch {
      throw .system(error)
    }
    return InteractiveShell(order: order, context: context, editor: editor, endings: endings)
  }

  static let signals = SignalDescriptor.endings + [SignalDescriptor.hangUp]

  private init(
    order: ShellOrder,
    context: Context,
    editor: consuming LineEditor,
    endings: consuming SignalDescriptor
  ) {
    self.context = context
    self.editor = editor
    self.endings = endings
    self.interpreter = ShellInterpreter(options: context.globals, survivesInterrupts: true)
    self.connection = ShellConnection(
      environment: context.environment,
      options: context.globals,
      signals: Self.signals,
      connectsOnDemand: false
    )
    self.feed = EventFeed(
      environment: context.environment,
      isColored: context.isColored && self.editor.canErase
    )
    self.history = ShellHistory(variables: context.environment.variables)
    connection.observer = self
    connection.writeTrace = { [unowned self] text in
      // Each is a line with its end.
      self.editor.writeAbove([String(text.dropLast())])
    }
  }

  /// The user's editrc(5); no text where there is none.
  private static func settings(_ environment: Environment) -> String {
    let home = environment.variables["HOME"].map { $0 + "/.editrc" }
    guard let path = environment.variables["EDITRC"] ?? home,
      let bytes = try? FileContents.read(path, atMost: 1 << 20)
    else { return "" }
    return String(decoding: bytes, as: UTF8.self)
  }

  // MARK: - Lines

  func run() -> Program.Ending {
    for line in history.load(note: context.note) { editor.remember(line) }
    if editor.isEditing, !editor.canErase { noteTerminal() }
    connectFirst()
    while ending == nil {
      switch readLine() {
      case .line(let line): perform(line)
      case .abandoned: break
      case .ended: ending = ending ?? .exit(.done)
      }
    }
    return ending ?? .exit(.done)
  }

  private func readLine() -> LineEditor.Ending {
    terminalSignals = try? SignalDescriptor([
      SignalDescriptor.windowChange, SignalDescriptor.suspension, SignalDescriptor.continuation,
      SignalDescriptor.quit,
    ])
    defer { terminalSignals = nil }
    return editor.readLine(prompt: prompt, client: self)
  }

  var prompt: String {
    let status = lastStatus == 0 ? "" : " [\(lastStatus)]"
    switch connection.state {
    case .open: return "jobctl\(status)> "
    case .untried, .failed, .lost: return "jobctl\(status) (not connected)> "
    }
  }

  private func perform(_ line: String) {
    history.add(line, to: editor, note: context.note)
    let outcome = interpreter.perform(line, in: self, environment)
    feed.isSilent = false
    if let remark = remark.take() { context.note(remark) }
    switch outcome {
    case .nothing: break
    case .status(let status): lastStatus = status
    case .quit: ending = .exit(.done)
    case .end(let ending): self.ending = self.ending ?? ending
    }
  }

  /// The world of a command: the terminal as wide as it is now, and questions that Ctrl-C answers.
  private var environment: Environment {
    var environment = context.environment
    if environment.outputIsTerminal {
      environment.outputWidth = StandardStream.output.windowSize?.columns
    }
    environment.readLine = { [unowned self] in .success(self.readAnswer()) }
    return environment
  }

  // MARK: - The beginning

  private func noteTerminal() {
    let type = context.environment.variables["TERM"] ?? ""
    if type != "dumb" && !type.isEmpty {
      context.note(
        "the terminal type \(Visible.quoted(type)) cannot move its cursor up, or is not known; "
          + "events go on lines of their own"
      )
    }
  }

  private func connectFirst() {
    do throws(Failure) {
      try connect(to: try context.address())
    } catch {
      if case .interrupted(let signal, _) = error {
        guard signal == SignalDescriptor.interrupt else {
          ending = .signal(signal)
          return
        }
        // The terminal has shown ^C.
        context.environment.writeError("\n")
      }
      context.report(error)
      context.environment.writeError(
        """
          'sockets' lists the monitors of this machine, and 'reconnect ADDRESS' connects to one;
          'jobctl sandbox' in another terminal serves a simulated one. 'help' tells the rest.

        """
      )
    }
  }

  func connect(to address: ServerAddress) throws(Failure) {
    wait = PatienceMeter()
    feed.isSilent = true
    defer { feed.isSilent = false }
    try connection.connect(to: address)
    feed.begin(on: connection.version ?? QEMUVersion(3, 0))
    // The jobs are asked for first of all.
    try connection.lend(context.globals) { _ throws(Failure) in }
    let jobs = feed.jobs.count
    let version = connection.version.map { ", QEMU \($0)" } ?? ""
    context.note(
      "connected to \(Visible.text("\(address)"))\(version), \(jobs == 1 ? "1 job" : "\(jobs) jobs")"
        + "; 'help' lists the commands"
    )
  }
}
