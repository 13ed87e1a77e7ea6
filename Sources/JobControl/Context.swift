package import CommandTable
import Jobs
import POSIX

/// What every action works with: the world, and the options that all commands take.
package struct Context {
  let environment: Environment
  let globals: GlobalOptions

  package init(environment: Environment, globals: GlobalOptions) {
    self.environment = environment
    self.globals = globals
  }

  /// A negotiated connection to the server that the options or JOBCTL_SOCKET name.
  func connect() throws(Failure) -> JobServer<Connection> {
    let trace = globals.isDebugging ? Trace(write: environment.writeError) : nil
    return JobServer(try Connection.open(to: try address(), globals, trace: trace))
  }

  private func address() throws(Failure) -> ServerAddress {
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
