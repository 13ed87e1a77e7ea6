import Glibc
package import POSIX
package import QMP

/// The world around a command: variables, the three streams, and the time.
package struct Environment {
  package var variables: Variables
  /// Whether a person types at the input.
  package var inputIsTerminal: Bool
  package var errorIsTerminal: Bool
  package var outputIsTerminal: Bool
  /// The columns of the output's terminal; nil where it is none.
  package var outputWidth: Int?
  /// The size of the error stream's terminal, as it is now; nil where it is none.
  package var errorWindow: () -> WindowSize?
  package var writeOutput: ([UInt8]) -> Result<Void, SystemError>
  package var writeError: (String) -> Void
  /// Nil at the end of the input.
  package var readLine: () -> Result<String?, SystemError>
  /// The clock that never steps.
  package var now: () -> Instant
  /// The time of day.
  package var time: () -> Event.Timestamp

  package static var process: Environment {
    let names = ["JOBCTL_SOCKET", "NO_COLOR", "TERM", "HOME", "XDG_STATE_HOME", "EDITRC"]
    return Environment(
      variables: Variables(names) { name in getenv(name).map { String(cString: $0) } },
      inputIsTerminal: StandardStream.input.isTerminal,
      errorIsTerminal: StandardStream.error.isTerminal,
      outputIsTerminal: StandardStream.output.isTerminal,
      outputWidth: StandardStream.output.windowSize?.columns,
      errorWindow: { StandardStream.error.windowSize },
      writeOutput: { bytes in
        Result { () throws(SystemError) in try StandardStream.output.write(bytes) }
      },
      // Where nobody can be told, nothing is left to be done.
      writeError: { try? StandardStream.error.write(Array($0.utf8)) },
      readLine: {
        Result { () throws(SystemError) in try StandardStream.input.readLine() }
      },
      now: { .now },
      time: { .now }
    )
  }
}
