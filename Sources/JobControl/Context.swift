package import CommandTable
import Jobs
import POSIX
import QMP

/// What every action works with: the world, and the options that all commands take.
package struct Context {
  let environment: Environment
  let globals: GlobalOptions
  /// Who has a connection for the action; nil where it makes one of its own.
  private let lender: (any ServerLender)?

  package init(environment: Environment, globals: GlobalOptions) {
    self.init(environment: environment, globals: globals, lender: nil)
  }

  init(environment: Environment, globals: GlobalOptions, lender: (any ServerLender)?) {
    self.environment = environment
    self.globals = globals
    self.lender = lender
  }

  /// Whether the connection belongs to somebody else, who keeps it.
  var isLent: Bool {
    lender != nil
  }

  /// Performs `body` on a negotiated connection: that of the session, or one that is made for it, to
  /// the server that the options or JOBCTL_SOCKET name, and closed behind it.
  func withServer<Result>(
    heeding notices: [Notice] = [],
    _ body: (inout JobServer<Connection>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    if let lender { return try lender.lend(body) }
    var server = try connect(heeding: notices)
    return try body(&server)
  }

  /// A negotiated connection to the server that the options or JOBCTL_SOCKET name.
  func connect(heeding notices: [Notice] = []) throws(Failure) -> JobServer<Connection> {
    let trace = globals.isDebugging ? Trace(write: environment.writeError) : nil
    let address = try address()
    return JobServer(try Connection.open(to: address, globals, heeding: notices, trace: trace))
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

  func address() throws(Failure) -> ServerAddress {
    if let server = globals.server { return server }
    guard let text = environment.variables["JOBCTL_SOCKET"], !text.isEmpty else {
      throw .usage(UsageError("no server given: name one with -s ADDRESS or in JOBCTL_SOCKET"))
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
    environment.writeError(failure.message.text)
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
        && environment.variables["NO_COLOR", default: ""].isEmpty
    }
  }
}
