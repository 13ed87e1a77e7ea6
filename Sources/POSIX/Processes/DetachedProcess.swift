import CLinux
import Glibc

/// Another process that goes on from here: nobody's child, with no terminal, in the root folder, its
/// three streams leading nowhere.
package enum DetachedProcess {
  package enum Side {
    /// The process that began it.
    case beginner
    /// The new one.
    case detached
  }

  /// Returns in both processes; in the first one when the new one listens in its place.
  ///
  /// The new one keeps, besides its streams and the listeners, only the descriptors of these numbers
  /// open, so that nobody waits for it at the end of a pipe.
  package static func begin(
    keeping kept: Set<Int32>,
    listeningOn listeners: [Listener]
  ) throws(SystemError) -> Side {
    // The new process has the other end until it listens.
    var other: Descriptor?
    let end = try Socket.pair(&other)
    let child = try SystemError.check("fork") { clinux_fork() }
    guard child != 0 else {
      // daemon(3) forks once more, so that nobody has to wait for the process that stays.
      guard daemon(0, 0) == 0 else { _exit(1) }
      let ends = [end.number, other?.number].compactMap(\.self)
      closeAll(but: kept.union(listeners.map(\.number)).union(ends))
      do throws(SystemError) {
        for listener in listeners { try listener.claim() }
      } catch {
        _exit(1)
      }
      return .detached
    }
    other = nil
    try awaitSuccess(of: child)
    var readiness = PollSet()
    _ = readiness.add(end, .readable)
    try readiness.wait(timeout: nil)
    for listener in listeners { listener.giveAway() }
    return .beginner
  }

  /// Ends the new process without a word to what it has in common with its beginner.
  package static func end() -> Never {
    _exit(0)
  }

  private static func awaitSuccess(of child: Int32) throws(SystemError) {
    var status: Int32 = 0
    while waitpid(child, &status, 0) == -1 {
      guard errno == EINTR else { throw SystemError(call: "waitpid", code: errno) }
    }
    guard status == 0 else { throw SystemError(call: "fork", code: EAGAIN) }
  }

  private static func closeAll(but kept: Set<Int32>) {
    for number in Folder.names("/proc/self/fd").compactMap({ Int32($0) })
    where number > STDERR_FILENO && !kept.contains(number) {
      _ = close(number)
    }
  }
}
