import Glibc

/// Sees to it that a reader who leaves early does not end the test process.
///
/// Children are not affected: every one starts with default signal actions.
enum BrokenPipes {
  static let areIgnored: Void = { _ = signal(SIGPIPE, SIG_IGN) }()
}
