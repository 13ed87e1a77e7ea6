import CLinux
import Glibc

/// SIGINT and SIGTERM as something to poll for, as long as it lives (signalfd(2)).
///
/// The signals are blocked meanwhile; what has arrived and was not read takes its usual course afterwards.
package struct SignalDescriptor: ~Copyable {
  package let descriptor: Descriptor
  private let previous: sigset_t

  package init() throws(SystemError) {
    var wanted = sigset_t()
    sigemptyset(&wanted)
    sigaddset(&wanted, SIGINT)
    sigaddset(&wanted, SIGTERM)
    var previous = sigset_t()
    sigprocmask(SIG_BLOCK, &wanted, &previous)
    self.previous = previous
    let flags = Int32(SFD_CLOEXEC | SFD_NONBLOCK)
    self.descriptor = Descriptor(
      adopting: try SystemError.check("signalfd") { signalfd(-1, &wanted, flags) }
    )
  }

  deinit {
    var previous = previous
    sigprocmask(SIG_SETMASK, &previous, nil)
  }

  /// The number of the signal that has arrived; nil when there is none.
  package borrowing func next() throws(SystemError) -> Int32? {
    var record = [UInt8](repeating: 0, count: MemoryLayout<signalfd_siginfo>.size)
    guard try descriptor.read(into: &record) != nil else { return nil }
    // The record begins with the number, ssi_signo.
    return record.withUnsafeBytes { Int32($0.loadUnaligned(as: UInt32.self)) }
  }
}

/// Signals that concern the process as a whole.
package enum ProcessSignals {
  /// Lets writing to a pipe whose reader has gone fail instead of ending the process.
  package static func ignoreBrokenPipes() {
    signal(SIGPIPE, SIG_IGN)
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
