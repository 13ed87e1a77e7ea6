package import CommandTable
import Jobs
import POSIX
import QMP

/// What every action works with: the world, and the options that all commands take.
package struct Context {
  let environment: Environment
  let globals: GlobalOptions
  /// The shell in which the action is performed; nil where there is none.
  let shell: (any ShellHost)?
  /// Where in a script it stands: `line 4`.
  private let place: String?

  package init(environment: Environment, globals: GlobalOptions) {
    self.init(environment: environment, globals: globals, shell: nil, place: nil)
  }

  init(
    environment: Environment,
    globals: GlobalOptions,
    shell: (any ShellHost)?,
    place: String?
  ) {
    self.environment = environment
    self.globals = globals
    self.shell = shell
    self.place = place
  }

  /// Whether the connection belongs to a shell, which keeps it up.
  var isLent: Bool {
    shell != nil && globals.server == nil
  }

  /// Performs `body` on a negotiated connection: that of the shell, or one that is made for it, to
  /// the server that the options or JOBCTL_SOCKET name, and closed behind it.
  ///
  /// Whoever keeps it for `long` lets others use the server meanwhile.
  func withServer<Result>(
    heeding notices: [Notice] = [],
    for long: Bool = false,
    _ body: (inout JobServer<Connection>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    if let shell, isLent { return try shell.connection.lend(globals, body) }
    var server = try connect(heeding: notices, for: long)
    return try body(&server)
  }

  /// A negotiated connection to the server that the options or JOBCTL_SOCKET name.
  func connect(
    heeding notices: [Notice] = [],
    for long: Bool = false
  ) throws(Failure) -> JobServer<Connection> {
    let address = try address()
    let dialing = Dialing(
      address: address,
      options: globals,
      trace: globals.isDebugging ? Trace(write: environment.writeError) : nil,
      signals: SignalDescriptor.endings + notices.map(\.signal),
      sharing: globals.sharing(for: long)
    )
    let notice = QueueNotice(address, self)
    defer { withExtendedLifetime(notice) {} }
    return JobServer(try dialing.open(notice))
  }

  /// Lets time pass with no connection: until `time` is over, a notice comes, or an ending.
  func pause(for time: Duration, heeding heeded: [Notice]) throws(Failure) -> [Notice] {
    var notices: [Notice] = []
    for signal in try signals(before: time, among: heeded) {
      guard let notice = Notice(signal: signal) else { throw .interrupted(signal: signal, .idle) }
      notices.append(notice)
    }
    return notices
  }

  private func signals(before time: Duration, among heeded: [Notice]) throws(Failure) -> [Int32] {
    do throws(SystemError) {
      let signals = try SignalDescriptor(SignalDescriptor.endings + heeded.map(\.signal))
      var readiness = PollSet()
      _ = readiness.add(signals.descriptor, .readable)
      let reader = readiness.add(StandardStream.output, .hangUp)
      try readiness.wait(timeout: time)
      if readiness.isReady(reader) { throw SystemError.brokenPipe }
      var arrived: [Int32] = []
      while let signal = try signals.next() { arrived.append(signal.number) }
      return arrived
    } catch {
      throw error.isBrokenPipe ? .output(error) : .system(error)
    }
  }

  private static let noServer =
    "no server given: name one with -s ADDRESS or in JOBCTL_SOCKET; 'jobctl sockets' lists them"

  func address() throws(Failure) -> ServerAddress {
    if let server = globals.server { return server }
    guard let text = environment.variables["JOBCTL_SOCKET"], !text.isEmpty else {
      throw .usage(UsageError(Self.noServer))
    }
    do {
      return try ServerAddress(parsing: text)
    } catch {
      throw .usage(UsageError("JOBCTL_SOCKET: '\(error.word)' \(error.reason)"))
    }
  }

  // MARK: - Output

  func write(_ text: String) throws(Failure) -> ExitStatus {
    try write(Array(text.utf8))
    return .done
  }

  func write(_ bytes: [UInt8]) throws(Failure) {
    do {
      try environment.writeOutput(bytes).get()
    } catch {
      throw .output(error)
    }
  }

  func report(_ failure: Failure) {
    environment.writeError(failure.message.text(of: place))
  }

  /// Says something that is no failure.
  func note(_ sentence: String) {
    environment.writeError("jobctl: \(sentence)\n")
  }

  func jobReport(_ options: OutputOptions) -> JobReport {
    JobReport(options: options, width: environment.outputWidth, style: Style(isColored: isColored))
  }

  var isColored: Bool {
    switch globals.color {
    case .always: true
    case .never: false
    case .auto:
      // no-color.org: set and not empty.
      environment.outputIsTerminal && environment.variables["TERM"] != "dumb"
        && (environment.variables["NO_COLOR"] ?? "").isEmpty
    }
  }
}
