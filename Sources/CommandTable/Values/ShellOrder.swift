/// `shell`: many commands over one connection.
package struct ShellOrder: Hashable, Sendable {
  /// Lines to be performed; empty for those of the input.
  package let commands: [String]
  /// Go on after a command that failed.
  package let keepsGoing: Bool
  /// Show each line before it is performed.
  package let echoes: Bool
}

/// A command about the shell itself.
package enum SessionOrder: Hashable, Sendable {
  package enum Events: Hashable, Sendable {
    case tell
    case all
    case none
    /// Those of jobs that are named.
    case matching([String])
  }

  case events(Events)
  case status
  /// To another server, where one is named.
  case reconnect(ServerAddress?)
  /// The newest lines, at most so many.
  case history(Int?)
  case quit
}
