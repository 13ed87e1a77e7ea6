import CLinux
import Glibc

/// Signals that are blocked as long as it lives (sigprocmask(2)).
///
/// Each stays blocked until the last that blocks it has gone, in whatever order they come and go; and
/// beyond that if it was blocked before the first of them. All live on one thread, and a fork(2) has
/// those of its parent.
struct BlockedSignals: ~Copyable {
  private let signals: [Int32]

  init(_ signals: [Int32]) {
    self.signals = signals
    var set = sigset_t(of: signals)
    var previous = sigset_t()
    sigprocmask(SIG_BLOCK, &set, &previous)
    for signal in signals { clinux_gain_owner(signal, sigismember(&previous, signal)) }
  }

  deinit {
    var set = sigset_t(of: signals.filter { clinux_lose_owner($0) != 0 })
    sigprocmask(SIG_UNBLOCK, &set, nil)
  }
}

extension sigset_t {
  init(of signals: [Int32]) {
    self.init()
    sigemptyset(&self)
    for signal in signals { sigaddset(&self, signal) }
  }
}
