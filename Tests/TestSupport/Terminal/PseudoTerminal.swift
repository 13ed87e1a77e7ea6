import Glibc

/// A command with a terminal of its own, as the leader of a session; killed with the last reference.
///
/// What the command writes comes as a terminal gets it: with CR LF, and with what was typed echoed.
package final class PseudoTerminal {
  /// How the terminal treats what is typed.
  package struct Modes: OptionSet, Sendable, Hashable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
      self.rawValue = rawValue
    }

    /// Lines are handed over whole.
    package static let canonical = Modes(rawValue: UInt32(ICANON))
    /// What is typed is shown.
    package static let echo = Modes(rawValue: UInt32(ECHO))
    /// Ctrl-C and the like are signals.
    package static let signals = Modes(rawValue: UInt32(ISIG))
  }

  /// The controlling side; nil once it was hung up.
  private var controller: OwnedDescriptor?
  private let command: RunningCommand

  /// Starts a command; the environment is as for `RunningCommand`, with TERM=xterm.
  package init(
    running executable: String,
    _ arguments: [String] = [],
    environment: [String: String] = [:],
    rows: Int = 24,
    columns: Int = 80,
    descriptors: [Int32: Int32] = [:],
    directory: String? = nil
  ) throws(SupportFailure) {
    let controller = try OwnedDescriptor.open("/dev/ptmx", O_RDWR)
    try controller.makeNonBlocking()
    try Self.set(rows, columns, of: controller)
    let variables = ["TERM": "xterm"].merging(environment) { $1 }
    let child = try ChildProcess(
      Spawn(
        executable: executable,
        arguments: arguments,
        environment: ChildEnvironment.adding(variables),
        directory: directory,
        descriptors: descriptors,
        terminal: try Self.unlock(controller)
      )
    )
    let name = ([executable] + arguments).joined(separator: " ")
    command = RunningCommand(name, child, input: controller, output: controller)
    self.controller = controller
  }

  package var processIdentifier: Int32 {
    command.processIdentifier
  }

  /// Everything that came so far.
  package var output: String {
    command.output
  }

  /// The modes at present; nil when the terminal is gone.
  package var modes: Modes? {
    var attributes = termios()
    guard let controller, tcgetattr(controller.number, &attributes) == 0 else { return nil }
    return Modes(rawValue: attributes.c_lflag).intersection([.canonical, .echo, .signals])
  }

  /// Types a text; `\u{3}` is Ctrl-C, `\u{4}` Ctrl-D, `\r` the Return key.
  package func write(_ text: String) throws(SupportFailure) {
    try command.write(text)
  }

  /// Types bytes.
  package func write(_ bytes: [UInt8]) throws(SupportFailure) {
    try command.write(bytes)
  }

  /// Waits for the next occurrence of a text, behind the last one found.
  ///
  /// Gives all the output since then, up to and with that text.
  @discardableResult
  package func expect(
    _ text: String,
    timeout: Duration = .patience
  ) throws(SupportFailure) -> String {
    try command.expect(text, timeout: timeout)
  }

  /// Waits until the output so far satisfies the predicate, and gives it.
  @discardableResult
  package func readOutput(
    timeout: Duration = .patience,
    until predicate: (String) -> Bool
  ) throws(SupportFailure) -> String {
    try command.readOutput(timeout: timeout, until: predicate)
  }

  /// Hands on what the command writes, piece by piece, until `isEnough`.
  func readPieces(
    timeout: Duration,
    waitingFor wanted: String,
    until isEnough: (ArraySlice<UInt8>) -> Bool
  ) throws(SupportFailure) {
    try command.readPieces(timeout: timeout, waitingFor: wanted, until: isEnough)
  }

  /// What has come since the last piece.
  func takeNew() -> ArraySlice<UInt8> {
    command.takeNew()
  }

  /// Changes the size; the foreground processes get SIGWINCH.
  package func resize(rows: Int, columns: Int) throws(SupportFailure) {
    guard let controller else { return }
    try Self.set(rows, columns, of: controller)
  }

  /// Sends a signal to the command, not to what it started.
  package func send(_ signal: Int32) {
    command.send(signal)
  }

  /// Takes the terminal away, as when its window is closed: the command gets SIGHUP.
  package func hangUp() {
    controller = nil
    command.hangUp()
  }

  /// Waits for the end; when the timeout passes first, kills the command and throws.
  @discardableResult
  package func wait(timeout: Duration = .patience) throws(SupportFailure) -> CommandResult {
    try command.wait(timeout: timeout)
  }

  /// Makes the other side ready to be opened, and gives its path.
  private static func unlock(_ controller: OwnedDescriptor) throws(SupportFailure) -> String {
    var locked: Int32 = 0
    var number: Int32 = 0
    try SupportFailure.check("unlockpt") {
      ioctl(controller.number, GNU.terminalLock, &locked)
    }
    try SupportFailure.check("ptsname") {
      ioctl(controller.number, GNU.terminalNumber, &number)
    }
    return "/dev/pts/\(number)"
  }

  private static func set(
    _ rows: Int,
    _ columns: Int,
    of controller: OwnedDescriptor
  ) throws(SupportFailure) {
    var size = winsize(
      ws_row: UInt16(rows),
      ws_col: UInt16(columns),
      ws_xpixel: 0,
      ws_ypixel: 0
    )
    try SupportFailure.check("TIOCSWINSZ") {
      ioctl(controller.number, UInt(TIOCSWINSZ), &size)
    }
  }
}
