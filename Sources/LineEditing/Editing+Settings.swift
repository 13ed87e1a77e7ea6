import CEditline

/// Keys, and what the user wants them to be.
extension Editing {
  /// Binds keys as the shell wants them, then as the user's editrc(5) does.
  ///
  /// `bind -v` and `bind -e` put back all of libedit's own keys: the shell's are bound again behind
  /// them, and what follows in the user's file goes over those.
  func configure(_ settings: String) {
    ceditline_set_editor(handle, "emacs".wide)
    bindKeys()
    for line in settings.split(whereSeparator: \.isNewline) {
      let words = line.split(whereSeparator: \.isWhitespace)
      guard let first = words.first, !first.hasPrefix("#") else { continue }
      ceditline_perform(handle, String(line).wide)
      if first == "bind" || first.hasSuffix(":bind"), words.contains("-v") || words.contains("-e") {
        bindKeys()
      }
    }
  }

  private func bindKeys() {
    ceditline_bind(handle, "^I".wide, "complete-word".wide)
    ceditline_bind(handle, "^R".wide, "em-inc-search-prev".wide)
  }
}
