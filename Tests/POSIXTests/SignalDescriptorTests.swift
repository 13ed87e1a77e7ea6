import Glibc
import POSIX
import Testing

@Suite struct SignalDescriptorTests {
  @Test(arguments: [SIGINT, SIGTERM])
  func `a signal is read and not obeyed`(signal: Int32) throws {
    let signals = try SignalDescriptor()
    #expect(try signals.next()?.number == nil)
    raise(signal)
    var set = PollSet()
    let readable = set.add(signals.descriptor, .readable)
    try set.wait(timeout: nil)
    #expect(set.isReady(readable))
    #expect(try signals.next()?.number == signal)
    #expect(try signals.next()?.number == nil)
  }

  @Test func `a signal of a process is told from one of the kernel`() throws {
    let signals = try SignalDescriptor([SIGTERM])
    raise(SIGTERM)
    #expect(try signals.next()?.isFromProcess == true)
  }

  @Test func `signals take their usual course again afterwards`() throws {
    // Whoever runs the tests may have blocked them on this thread.
    var previous = sigset_t()
    var none = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &previous)
    defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }
    do {
      let signals = try SignalDescriptor()
      #expect(try signals.next()?.number == nil)
      #expect(isBlocked(SIGINT) && isBlocked(SIGTERM) && !isBlocked(SIGHUP))
    }
    #expect(!isBlocked(SIGINT) && !isBlocked(SIGTERM))
  }

  private func isBlocked(_ signal: Int32) -> Bool {
    var mask = sigset_t()
    pthread_sigmask(SIG_BLOCK, nil, &mask)
    return sigismember(&mask, signal) == 1
  }
}
