import CLinux
import Glibc

/// Signals as something to poll for, as long as it lives (signalfd(2)).
///
/// The signals are blocked meanwhile; what has arrived and was not read takes its usual course
/// afterwards, unless there is another one for it.
package struct SignalDescriptor: ~Copyable {
  package let descriptor: Descriptor
  private let blocked: BlockedSignals

  /// A signal, and whether a process sent it: the terminal sends to all that run on it.
  package struct Arrival {
    package let number: Int32
    package let isFromProcess: Bool
  }

  /// What asks a process to end.
  package static let endings = [interrupt, SIGTERM]
  /// Ctrl-C.
  package static let interrupt = SIGINT
  /// Ctrl-\.
  package static let quit = SIGQUIT
  /// Ctrl-Z, and what goes on with a process that was stopped.
  package static let suspension = SIGTSTP
  package static let continuation = SIGCONT
  /// The terminal has another size.
  package static let windowChange = SIGWINCH
  package static let hangUp = SIGHUP
  /// Means what a program says it means.
  package static let inquiry = SIGUSR1
  /// The same; who does not expect it never learns of it.
  package static let retention = SIGURG
  /// A child has ended.
  package static let childEnded = SIGCHLD

  /// A signal that the parent had this process ignore, as a shell does for what runs in its
  /// background, stays ignored.
  package init(_ signals: [Int32] = endings) throws(SystemError) {
    let wanted = signals.filter { !Self.isIgnored($0) }
    let blocked = BlockedSignals(wanted)
    var set = sigset_t(of: wanted)
    let flags = Int32(SFD_CLOEXEC | SFD_NONBLOCK)
    self.descriptor = Descriptor(
      adopting: try SystemError.check("signalfd") { signalfd(-1, &set, flags) }
    )
    self.blocked = blocked
  }

  /// A signal that is blocked would arrive although it is ignored (signal(7)).
  private static func isIgnored(_ signal: Int32) -> Bool {
    var action = sigaction()
    sigaction(signal, nil, &action)
    let ignore = unsafeBitCast(SIG_IGN, to: Int.self)
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == ignore
  }

  /// The signal that has arrived; nil when there is none.
  package borrowing func next() throws(SystemError) -> Arrival? {
    var record = [UInt8](repeating: 0, count: MemoryLayout<signalfd_siginfo>.size)
    guard try descriptor.read(into: &record) != nil else { return nil }
    // The record begins with ssi_signo, ssi_errno and ssi_code, four bytes each.
    return record.withUnsafeBytes {
      Arrival(
        number: $0.loadUnaligned(as: Int32.self),
        isFromProcess: $0.loadUnaligned(fromByteOffset: 8, as: Int32.self) <= 0
      )
    }
  }
}

/// Signals that concern the process as a whole.
package enum ProcessSignals {
  /// Lets writing to a pipe whose reader has gone fail instead of ending the process.
  package static func ignoreBrokenPipes() {
    signal(SIGPIPE, SIG_IGN)
  }

  /// Lets signals wait during `body` for a ``SignalDescriptor``, or for its end.
  package static func holding<Result, Failure>(
    _ signals: [Int32],
    during body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try withExtendedLifetime(BlockedSignals(signals), body)
  }

  /// Lets SIGINT and SIGTERM take their usual course during `body`, also where a
  /// ``SignalDescriptor`` holds them back.
  static func obeyingEndings(_ body: () throws(SystemError) -> Void) throws(SystemError) {
    var endings = sigset_t(of: SignalDescriptor.endings)
    var previous = sigset_t()
    sigprocmask(SIG_UNBLOCK, &endings, &previous)
    defer { sigprocmask(SIG_SETMASK, &previous, nil) }
    try body()
  }

  /// Stops this process, until somebody goes on with it, although SIGTSTP is held back.
  package static func suspend() {
    var suspension = sigset_t(of: [SignalDescriptor.suspension])
    var previous = sigset_t()
    raise(SIGTSTP)
    sigprocmask(SIG_UNBLOCK, &suspension, &previous)
    sigprocmask(SIG_SETMASK, &previous, nil)
  }

  package static func end(with status: Int32) -> Never {
    exit(status)
  }

  /// Ends the process by `number`, so that its parent sees which signal it was.
  package static func end(by number: Int32) -> Never {
    signal(number, SIG_DFL)
    raise(number)
    exit(128 + number)
  }
}
