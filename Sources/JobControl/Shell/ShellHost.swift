import CommandTable

/// A shell, as the commands that are performed in it see it.
protocol ShellHost: AnyObject {
  /// The one connection of all commands that name no server of their own.
  var connection: ShellConnection { get }

  /// A command is about to be performed.
  func begin(_ action: Invocation.Action)

  /// Performs a command about the shell itself.
  func perform(_ order: SessionOrder, in context: Context) throws(Failure) -> ExitStatus
}
