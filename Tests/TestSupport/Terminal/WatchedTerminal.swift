/// A command on a terminal whose screen a test looks at.
package final class WatchedTerminal {
  package let terminal: PseudoTerminal
  package private(set) var screen: TerminalScreen

  /// Starts a command; the environment is as for `PseudoTerminal`.
  package init(
    running executable: String,
    _ arguments: [String] = [],
    environment: [String: String] = [:],
    rows: Int = 24,
    columns: Int = 80,
    directory: String? = nil
  ) throws(SupportFailure) {
    screen = TerminalScreen(rows: rows, columns: columns)
    terminal = try PseudoTerminal(
      running: executable,
      arguments,
      environment: environment,
      rows: rows,
      columns: columns,
      directory: directory
    )
  }

  package func write(_ text: String) throws(SupportFailure) {
    try terminal.write(text)
  }

  package func write(_ bytes: [UInt8]) throws(SupportFailure) {
    try terminal.write(bytes)
  }

  /// Waits until the screen satisfies the predicate; `wanted` says what for.
  package func wait(
    for wanted: String,
    timeout: Duration = .patience,
    until isThere: (TerminalScreen) -> Bool
  ) throws(SupportFailure) {
    do {
      try terminal.readPieces(timeout: timeout, waitingFor: wanted) { piece in
        screen.feed(piece)
        return isThere(screen)
      }
    } catch .timedOut(_, _) {
      throw .timedOut(waitingFor: wanted, seen: shown)
    } catch .ended(_, _) {
      throw .ended(waitingFor: wanted, seen: shown)
    }
  }

  /// Waits until the lowest rows with text are these, whatever is above them.
  package func waitForLastRows(
    _ rows: String...,
    timeout: Duration = .patience
  ) throws(SupportFailure) {
    try wait(for: "\(rows)", timeout: timeout) { screen in
      Array(screen.shownText.suffix(rows.count)) == rows
    }
  }

  /// Gives the window another size; the command gets SIGWINCH.
  package func resize(
    rows: Int,
    columns: Int,
    reflows: Bool = true
  ) throws(SupportFailure) {
    screen.resize(rows: rows, columns: columns, reflows: reflows)
    try terminal.resize(rows: rows, columns: columns)
  }

  /// Waits for the end, and takes in what came until then.
  package func waitForEnd(timeout: Duration = .patience) throws(SupportFailure) -> CommandResult {
    let result = try terminal.wait(timeout: timeout)
    screen.feed(terminal.takeNew())
    return result
  }

  private var shown: String {
    let output = terminal.output.debugDescription
    let rows = screen.shownText.map { "| \($0)\n" }.joined()
    return "\(output)\n\(rows)cursor at \(screen.cursor)"
  }
}
