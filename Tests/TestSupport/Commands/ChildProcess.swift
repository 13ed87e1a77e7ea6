import Glibc

/// A process that we started and have to wait for; killed and reaped with the last reference.
final class ChildProcess {
  let identifier: pid_t
  /// Becomes readable when the process has ended.
  let end: OwnedDescriptor
  /// How it ended, once it was waited for.
  private(set) var termination: (status: Int32, signal: Int32?)?

  init(_ spawn: Spawn) throws(SupportFailure) {
    identifier = try spawn.start()
    let identifier = identifier
    end = OwnedDescriptor(
      adopting: try SupportFailure.check("pidfd_open") { GNU.pidfdOpen(identifier) }
    )
  }

  deinit {
    kill()
  }

  /// Sends a signal; to a process that has ended, none.
  func send(_ signal: Int32) {
    guard termination == nil else { return }
    Glibc.kill(identifier, signal)
  }

  /// Ends the process and those it started, at once, and reaps it.
  func kill() {
    guard termination == nil else { return }
    Glibc.kill(-identifier, SIGKILL)
    Glibc.kill(identifier, SIGKILL)
    reap()
  }

  /// Takes the status of a process that has ended or is about to.
  func reap() {
    guard termination == nil else { return }
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) == -1, errno == EINTR {}
    let signal = status & 0x7f
    termination = signal == 0 ? ((status >> 8) & 0xff, nil) : (128 + signal, signal)
  }
}
