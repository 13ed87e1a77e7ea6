/// How a command ended and what it said.
package struct CommandResult: Sendable, Hashable, CustomStringConvertible {
  /// The exit status; 128 + n after signal n, as shells show it.
  package var status: Int32
  /// The signal that ended the command, if one did.
  package var signal: Int32?
  /// What it wrote to its standard output, as far as that was captured.
  package var outputBytes: [UInt8]
  /// What it wrote to its standard error, as far as that was captured.
  package var errorBytes: [UInt8]

  package init(
    status: Int32,
    signal: Int32? = nil,
    outputBytes: [UInt8] = [],
    errorBytes: [UInt8] = []
  ) {
    self.status = status
    self.signal = signal
    self.outputBytes = outputBytes
    self.errorBytes = errorBytes
  }

  package var output: String {
    String(decoding: outputBytes, as: UTF8.self)
  }

  package var error: String {
    String(decoding: errorBytes, as: UTF8.self)
  }

  /// The output without its line ends.
  package var lines: [Substring] {
    output.split(separator: "\n", omittingEmptySubsequences: false).dropLast(
      output.hasSuffix("\n") || output.isEmpty ? 1 : 0
    )
  }

  package var description: String {
    let end = signal.map { "signal \($0)" } ?? "status \(status)"
    return "\(end)\nstdout: \(output)\nstderr: \(error)"
  }
}
