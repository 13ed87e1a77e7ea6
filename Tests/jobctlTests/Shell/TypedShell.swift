import TestSupport
import Testing

/// The shell on a terminal, with a home of its own, and somebody who types.
final class TypedShell {
  let home: TemporaryDirectory
  let terminal: WatchedTerminal
  private let columns: Int

  /// Starts it, at a server where one is given, and waits for its first prompt.
  init(
    at server: String? = nil,
    term: String = "xterm",
    rows: Int = 24,
    columns: Int = 80,
    home: TemporaryDirectory? = nil,
    settings: String? = nil,
    environment: [String: String] = [:],
    options: [String] = [],
    prompt: String? = nil
  ) throws {
    let home = try home ?? TemporaryDirectory()
    if let settings { try home.write(settings, to: ".editrc") }
    self.home = home
    self.columns = columns
    terminal = try WatchedTerminal(
      running: Jobctl.path,
      Jobctl.arguments(["shell"] + options, at: server),
      environment: ["TERM": term, "HOME": home.path].merging(environment) { $1 },
      rows: rows,
      columns: columns,
      directory: home.path
    )
    try waitForPrompt(prompt ?? (server == nil ? "jobctl (not connected)>" : "jobctl>"))
  }

  var screen: TerminalScreen {
    terminal.screen
  }

  func type(_ text: String) throws {
    try terminal.write(text)
  }

  /// Enters a line, and waits for the prompt behind what it prints.
  func enter(_ line: String, prompt: String = "jobctl>") throws {
    try terminal.write(line + "\r")
    // The line is there twice for a moment where the terminal itself has shown it.
    try terminal.wait(for: "'\(line)', then \(prompt)") { screen in
      let rows = screen.transcript
      guard let entered = rows.lastIndex(where: { $0.hasSuffix("> " + line) }) else { return false }
      return entered < rows.count - 1 && rows.last == prompt
    }
  }

  func waitForPrompt(_ prompt: String = "jobctl>") throws {
    try terminal.wait(for: prompt) { $0.transcript.last == prompt }
  }

  /// Waits until a line stands on the screen once, with nothing below, and the cursor in it.
  func waitForLine(
    _ text: String,
    cursor: Int? = nil,
    prompt: String = "jobctl> ",
    isAlone: Bool = true
  ) throws {
    let line = prompt + text
    let place = prompt.count + (cursor ?? text.count)
    try terminal.wait(for: "'\(line)' with the cursor at \(place)") { screen in
      let shown = screen.shownText
      let rows = Self.rows(of: line, on: screen.columns)
      let first = shown.count - rows.count
      guard first >= 0, Array(shown.suffix(rows.count)) == rows else { return false }
      let isOnce = !isAlone || shown.prefix(first).allSatisfy { !$0.hasPrefix(rows[0]) }
      let row = min(first + place / screen.columns, screen.rows - 1)
      return isOnce && screen.cursor == (row, place % screen.columns)
    }
  }

  /// Waits for a line of the transcript.
  func waitForTranscript(_ line: String) throws {
    try terminal.wait(for: "'\(line)'") { $0.transcript.contains(line) }
  }

  /// Waits for a line that has this in it.
  func waitForNews(_ text: String) throws {
    try terminal.wait(for: "'\(text)'") { $0.transcript.contains { $0.contains(text) } }
  }

  func quit() throws -> CommandResult {
    try terminal.write("\u{3}\u{4}")
    return try terminal.waitForEnd()
  }

  /// A line of plain characters as the terminal breaks it.
  static func rows(of line: String, on columns: Int) -> [String] {
    let characters = Array(line)
    let rows = stride(from: 0, to: characters.count, by: columns).map { start in
      String(characters[start..<min(start + columns, characters.count)])
    }
    return rows.map { row in
      String(row.reversed().drop { $0 == " " }.reversed())
    }
  }
}
