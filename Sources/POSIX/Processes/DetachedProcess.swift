import CLinux
import Glibc

/// Another process that goes on from here: nobody's child, with no terminal, in the root folder, its
/// three streams leading nowhere.
package enum DetachedProcess {
  package enum Side {
    /// The process that began it.
    case beginner
    /// The new one, which ends with ``end()``.
    case detached
  }

  /// Returns in both processes; the new one keeps, besides its streams, only the descriptors of
  /// these numbers open, so that nobody waits for it at the end of a pipe.
  package static func begin(keeping kept: Set<Int32>) throws(SystemError) -> Side {
    let child = try SystemError.check("fork") { clinux_fork() }
    guard child != 0 else {
      // daemon(3) forks once more, so that nobody has to wait for the process that stays.
      guard daemon(0, 0) == 0 else { _exit(1) }
      closeAll(but: kept)
      return .detached
    }
    var status: Int32 = 0
    while waitpid(child, &status, 0) == -1 {
      guard errno == EINTR else { throw SystemError(call: "waitpid", code: errno) }
    }
    guard status == 0 else { throw SystemError(call: "fork", code: EAGAIN) }
    return .beginner
  }

  /// Ends the new process without a word to what it has in common with its beginner.
  package static func end() -> Never {
    _exit(0)
  }

  private static func closeAll(but kept: Set<Int32>) {
    for number in Folder.names("/proc/self/fd").compactMap({ Int32($0) })
    where number > STDERR_FILENO && !kept.contains(number) {
      _ = close(number)
    }
  }
}
