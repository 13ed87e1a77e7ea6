package import POSIX

/// The history that sessions share (XDG Base Directory Specification: `$XDG_STATE_HOME`).
///
/// Each line is added under a lock as it is entered, so that no session loses what another one added.
package struct HistoryFile {
  package let path: String

  package init(path: String) {
    self.path = path
  }

  /// Nil where the variables name no place for it.
  package init?(variables: Variables) {
    // A relative path there is to be ignored.
    if let state = variables["XDG_STATE_HOME"], state.hasPrefix("/") {
      self.init(path: "\(state)/jobctl/history")
    } else if let home = variables["HOME"], home.hasPrefix("/") {
      self.init(path: "\(home)/.local/state/jobctl/history")
    } else {
      return nil
    }
  }

  /// The lines, oldest first, and where a file was put that was in the way.
  package func load() throws(SystemError) -> (lines: [String], aside: String?) {
    let file = try LockedFile.open(path)
    guard let text = try Self.text(of: file) else { return ([], try file.setAside()) }
    return (text.lines, nil)
  }

  /// Adds a line, unless it is not to be remembered; answers where a file was put that was in the
  /// way.
  package func add(_ line: String) throws(SystemError) -> String? {
    guard HistoryText.isWorthKeeping(line) else { return nil }
    let file = try LockedFile.open(path)
    guard var text = try Self.text(of: file) else {
      let aside = try file.setAside()
      return try add(line) ?? aside
    }
    switch text.enter(line) {
    case .none: break
    case .append(let bytes): try file.append(bytes)
    case .replace(let bytes): try file.replace(with: bytes)
    }
    return nil
  }

  /// Nil for a file that is something else.
  private static func text(of file: borrowing LockedFile) throws(SystemError) -> HistoryText? {
    do throws(SystemError) {
      return HistoryText(try file.read(atMost: HistoryText.maximumSize))
    } catch {
      guard error.isTooLarge else { throw error }
      return nil
    }
  }
}
