import CEditline
import POSIX

/// The screen around the line.
///
/// libedit believes that nobody else draws. What is written above the line therefore takes the line
/// off the screen first, all its rows, and has libedit draw it anew behind, from the row where the
/// cursor is then. Everything goes out in one piece, so that nothing flickers.
extension Editing {
  /// False where editrc(5) or TERM=emacs switched editing off: then the terminal itself takes the
  /// line.
  var isEditing: Bool {
    ceditline_is_editing(handle) != 0
  }

  var canErase: Bool {
    isEditing && capabilities.erasing(fromRow: 0) != nil
  }

  func write(_ text: String) {
    var text = text
    text.withUTF8 { ceditline_write(handle, $0.baseAddress, $0.count) }
    ceditline_flush(handle)
  }

  func writeAbove(_ lines: [String], thenPrompt prompt: String?) {
    let text = lines.map { $0 + "\n" }.joined()
    guard isUnderWay else { return write(text) }
    leaveLine()
    put(text)
    if let prompt { setPrompt(prompt) }
    draw()
  }

  func suspend() {
    leaveLine()
    ceditline_flush(handle)
    ceditline_set_raw(handle, 0)
  }

  func resume() {
    // libedit takes the mode for set that somebody else has changed since.
    ceditline_set_raw(handle, 0)
    ceditline_set_raw(handle, 1)
    el_resize(handle)
    put("\r")
    draw()
  }

  /// Most terminals have broken their lines anew by now.
  func followWindow() {
    el_resize(handle)
    let text = text
    let layout = DisplayLayout(
      from: drawn.width,
      to: Int(ceditline_columns(handle)),
      prompt: prompt,
      text: text.scalars.prefix(text.cursor),
      drawn: drawn.count
    )
    guard let erasing = erasing(fromRow: layout.row) else { return }
    put(erasing)
    draw()
  }

  /// Shows that a line is dropped, as terminals do, behind its end.
  func showAbandoned() {
    guard isEditing else { return }
    if let erasing = erasing() {
      put(erasing)
      el_cursor(handle, Int32(clamping: text.scalars.count))
      ceditline_refresh(handle)
    }
    write("^C")
  }

  // MARK: - Pieces

  /// Makes room for something else: where the line was, or below it.
  private func leaveLine() {
    put(erasing() ?? "\n")
  }

  /// What takes the line off the screen.
  private func erasing() -> String? {
    guard isEditing else { return nil }
    let text = text
    let next = text.cursor < text.scalars.count ? text.scalars[text.cursor] : nil
    let layout = DisplayLayout(
      width: Int(ceditline_columns(handle)),
      prompt: prompt,
      text: text.scalars.prefix(text.cursor),
      before: next
    )
    return erasing(fromRow: layout.row)
  }

  private func erasing(fromRow row: Int) -> String? {
    guard isEditing else { return nil }
    // A line that is longer than the screen keeps its cursor in the last row.
    let lastRow = max(0, Int(ceditline_rows(handle)) - 1)
    return capabilities.erasing(fromRow: min(row, lastRow))
  }

  private func draw() {
    if isEditing {
      ceditline_refresh(handle)
      let count = prompt.unicodeScalars.count + text.scalars.count
      drawn = (Int(ceditline_columns(handle)), count)
    } else {
      write(prompt)
    }
  }

  private func put(_ text: String) {
    var text = text
    text.withUTF8 { ceditline_write(handle, $0.baseAddress, $0.count) }
  }
}
