import CEditline
import POSIX

/// libedit on the terminal of standard input, drawing on that of standard error (editline(3)).
///
/// It is the one owner of the terminal's modes: they are restored with it. Nothing here waits: keys
/// come from a ``LineEditorClient``, which may have other things to wait for and to say meanwhile.
package struct LineEditor: ~Copyable {
  private let editing: Editing
  private let history: LineHistory

  /// Nil where there is no memory or no descriptor for it.
  ///
  /// `program` is the name by which editrc(5) knows the lines that are meant for it; `settings` is
  /// the text of the user's file.
  package static func open(program: String, settings: String) -> LineEditor? {
    Text.useUTF8()
    let modes = TerminalModes(of: .input)
    guard let history = LineHistory.make(),
      let handle = ceditline_open(
        program,
        StandardStream.input.rawValue,
        StandardStream.error.rawValue
      )
    else { return nil }
    ceditline_use_history(handle, history.handle)
    let editing = Editing(handle, restoring: modes)
    editing.configure(settings)
    return LineEditor(editing: editing, history: history)
  }

  private init(editing: Editing, history: consuming LineHistory) {
    self.editing = editing
    self.history = history
  }

  /// False where the user has switched editing off.
  package var isEditing: Bool {
    editing.isEditing
  }

  /// Whether lines can be written above the one that is edited without a copy of it staying behind.
  package var canErase: Bool {
    editing.canErase
  }

  // MARK: - Lines

  /// Has one line edited; the client is asked for keys until it is complete.
  package borrowing func readLine(prompt: String, client: any LineEditorClient) -> Ending {
    editing.readLine(prompt: prompt, client: client)
  }

  /// Makes a line one that can be fetched back.
  package borrowing func remember(_ line: String) {
    history.append(line)
  }

  /// The newest lines that can be fetched back, at most `count`, oldest first.
  package borrowing func remembered(_ count: Int) -> [String] {
    history.newest(count)
  }

  // MARK: - While a line is edited

  /// Writes whole lines above the one that is being edited.
  ///
  /// They must hold nothing that moves the cursor. The line goes on with another prompt where one is
  /// given.
  package borrowing func writeAbove(_ lines: [String], thenPrompt prompt: String? = nil) {
    editing.writeAbove(lines, thenPrompt: prompt)
  }

  /// Takes the line off the screen and gives the terminal back for as long as `body` takes.
  package borrowing func suspend(during body: () -> Void) {
    editing.suspend()
    body()
    editing.resume()
  }

  /// Takes up the terminal again after somebody else has used it, without a word before.
  package borrowing func resume() {
    editing.resume()
  }

  /// Draws the line anew for a window that has another size now.
  package borrowing func followWindow() {
    editing.followWindow()
  }
}
