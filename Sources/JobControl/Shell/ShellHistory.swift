import LineEditing
import POSIX

/// The history of a shell: lines that can be fetched back, and the file behind them.
struct ShellHistory {
  private let file: HistoryFile?
  /// Why lines are not kept, once that is known.
  private(set) var failure: SystemError?

  init(variables: Variables) {
    file = HistoryFile(variables: variables)
  }

  var path: String? {
    file?.path
  }

  /// The lines of earlier sessions.
  mutating func load(note: (String) -> Void) -> [String] {
    guard let file else { return [] }
    do throws(SystemError) {
      let (lines, aside) = try file.load()
      tell(aside, note)
      return lines
    } catch {
      fail(error, note)
      return []
    }
  }

  /// Keeps a line that was entered, unless it is one that is not to be kept.
  mutating func add(_ line: String, to editor: borrowing LineEditor, note: (String) -> Void) {
    guard HistoryText.isWorthKeeping(line) else { return }
    editor.remember(line)
    guard let file, failure == nil else { return }
    do throws(SystemError) {
      tell(try file.add(line), note)
    } catch {
      fail(error, note)
    }
  }

  private func tell(_ aside: String?, _ note: (String) -> Void) {
    guard let aside, let path else { return }
    note(
      "\(Visible.quoted(path)) was no history of jobctl's, or damaged; it is "
        + "\(Visible.quoted(aside)) now"
    )
  }

  private mutating func fail(_ error: SystemError, _ note: (String) -> Void) {
    failure = error
    note("the history is not kept: \(Visible.quoted(path ?? "")): \(error.reason)")
  }
}
