import Glibc

/// How a terminal treats what is typed and shown, to be restored later (termios(3)).
package struct TerminalModes {
  private var attributes = termios()

  /// Nil where the stream is no terminal.
  package init?(of stream: StandardStream) {
    guard tcgetattr(stream.rawValue, &attributes) == 0 else { return nil }
  }

  /// Restores them once all output has been shown; what has been typed stays to be read.
  ///
  /// A terminal that has gone needs nothing.
  package func restore(on stream: StandardStream) {
    var attributes = attributes
    tcsetattr(stream.rawValue, TCSADRAIN, &attributes)
  }
}
