/// Whoever has lines edited: it waits for keys, among other things, and knows what words mean.
package protocol LineEditorClient: AnyObject {
  /// Waits for the next byte that is typed; meanwhile the editor may be asked to write above the
  /// line, to suspend, or to follow the window's size.
  func nextKey() -> LineEditor.Key

  /// What Tab does; `isRepeated` when nothing has changed since the last Tab.
  func complete(_ text: EditedText, isRepeated: Bool) -> LineEditor.Completion
}

extension LineEditor {
  package enum Key: Hashable {
    case byte(UInt8)
    /// The line is dropped, as by Ctrl-C.
    case abandon
    /// Nothing more will come; the line is dropped.
    case end
  }

  package enum Completion: Hashable {
    /// So many scalars before the cursor are replaced.
    case replace(Int, with: String)
    /// Lines to be shown above.
    case show([String])
    case nothing
  }

  /// What became of a line.
  package enum Ending: Hashable {
    case line(String)
    case abandoned
    /// Ctrl-D on an empty line, or no terminal any more.
    case ended
  }
}
