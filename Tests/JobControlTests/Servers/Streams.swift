import JobControl
import POSIX

/// The three streams as buffers, of a process that has a terminal.
final class Streams {
  var output = ""
  var error = ""
  var answers: [String]
  var variables: Variables = [:]
  var isTerminal = true
  /// What writing to the output fails with.
  var outputFailure: SystemError?

  init(answers: [String] = []) {
    self.answers = answers
  }

  var environment: Environment {
    var environment = Environment.process
    environment.variables = variables
    environment.inputIsTerminal = isTerminal
    environment.errorIsTerminal = isTerminal
    environment.outputIsTerminal = isTerminal
    environment.outputWidth = isTerminal ? 80 : nil
    environment.errorWindow = { self.isTerminal ? WindowSize(columns: 80, rows: 24) : nil }
    environment.writeOutput = { bytes in
      if let failure = self.outputFailure { return .failure(failure) }
      self.output += String(decoding: bytes, as: UTF8.self)
      return .success(())
    }
    environment.writeError = { self.error += $0 }
    environment.readLine = {
      .success(self.answers.isEmpty ? nil : self.answers.removeFirst())
    }
    return environment
  }
}
