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
  /// open, so that nobody waits for it at the end of a pipe. Where it cannot go on it ends, and this
  /// throws why in the first process, whose listeners stay its own.
  package static func begin(
    keeping kept: Set<Int32>,
    listeningOn listeners: [Listener]
  ) throws(SystemError) -> Side {
    // On the other end the new process says how it went.
    var other: Descriptor?
    let end = try Socket.pair(&other)
    guard let report = other.take() else { throw SystemError(call: "socketpair", code: EBADF) }
    let child = try SystemError.check("fork") { clinux_fork() }
    guard child != 0 else {
      do throws(SystemError) {
        // daemon(3) forks once more, so that nobody has to wait for the process that stays.
        _ = try SystemError.check("daemon") { daemon(0, 0) }
        let ends = [end.number, report.number]
        closeAll(but: kept.union(listeners.map(\.number)).union(ends))
        for listener in listeners { try listener.claim() }
      } catch {
        tell(report, error.code)
        _exit(1)
      }
      tell(report, 0)
      return .detached
    }
    drop(report)
    // Where children are not to be waited for (SIGCHLD, sigaction(2)), this fails once it has ended.
    var status: Int32 = 0
    _ = try? SystemError.check("waitpid") { waitpid(child, &status, 0) }
    try awaitSuccess(at: end)
    for listener in listeners { listener.giveAway() }
    return .beginner
  }

  /// Ends the new process without a word to what it has in common with its beginner.
  package static func end() -> Never {
    _exit(0)
  }

  // MARK: - The report

  /// errno, or 0, in the order of this machine.
  private static func bytes(of code: Int32) -> [UInt8] {
    withUnsafeBytes(of: code) { Array($0) }
  }

  /// The beginner may be gone, and nobody wants to know.
  private static func tell(_ report: borrowing Descriptor, _ code: Int32) {
    _ = try? report.send(bytes(of: code)[...])
  }

  /// Throws what the new process reports; ECHILD when it has ended without a word.
  private static func awaitSuccess(at end: borrowing Descriptor) throws(SystemError) {
    var readiness = PollSet()
    _ = readiness.add(end, .readable)
    try readiness.wait(timeout: nil)
    var buffer = bytes(of: 0)
    guard try end.read(into: &buffer) == buffer.count else {
      throw SystemError(call: "daemon", code: ECHILD)
    }
    let code = buffer.withUnsafeBytes { $0.loadUnaligned(as: Int32.self) }
    guard code == 0 else { throw SystemError(call: "daemon", code: code) }
  }

  private static func drop(_ descriptor: consuming Descriptor) {}

  // MARK: - Descriptors

  /// Closes everything but the streams and these.
  private static func closeAll(but kept: Set<Int32>) {
    var first = STDERR_FILENO + 1
    for number in kept.sorted() where number >= first {
      guard closeAll(first..<number) else { return closeListed(but: kept) }
      first = number + 1
    }
    if !closeAll(first..<Int32.max) { closeListed(but: kept) }
  }

  /// False where the kernel has no close_range(2), or somebody forbids it.
  private static func closeAll(_ numbers: Range<Int32>) -> Bool {
    guard let first = numbers.first, let last = numbers.last else { return true }
    return close_range(UInt32(first), UInt32(last), 0) == 0
  }

  private static func closeListed(but kept: Set<Int32>) {
    for number in Folder.names("/proc/self/fd").compactMap({ Int32($0) })
    where number > STDERR_FILENO && !kept.contains(number) {
      _ = close(number)
    }
  }
}
