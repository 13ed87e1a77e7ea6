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
    try withNothingBlocked {
      do {
        let signals = try SignalDescriptor()
        #expect(try signals.next()?.number == nil)
        #expect(blocked() == [SIGINT, SIGTERM])
      }
      #expect(blocked() == [])
    }
  }

  // MARK: - Several

  /// One of several, in an order that the test decides upon.
  private final class Owner {
    private let signals: SignalDescriptor

    init(_ numbers: [Int32]) throws {
      signals = try SignalDescriptor(numbers)
    }
  }

  @Test(arguments: [0, 1], [0, 1])
  func `a signal stays blocked for the others, whoever goes first`(
    _ first: Int,
    _ second: Int
  ) throws {
    let wanted: [[Int32]] = [[SIGUSR1, SIGINT], [SIGINT, SIGTERM], [SIGTERM, SIGUSR2]]
    try withNothingBlocked {
      var owners = try wanted.map { try Owner($0) }
      var left = wanted
      #expect(blocked() == [SIGINT, SIGTERM, SIGUSR1, SIGUSR2])
      for index in [first, second, 0] {
        owners.remove(at: index)
        left.remove(at: index)
        #expect(blocked() == Set(left.joined()))
      }
    }
  }

  @Test func `one that is made in another's place blocks the same`() throws {
    try withNothingBlocked {
      var owners = [try Owner([SIGINT])]
      owners[0] = try Owner([SIGINT])
      #expect(blocked() == [SIGINT])
      owners.removeAll()
      #expect(blocked() == [])
    }
  }

  @Test(arguments: [0, 1])
  func `what was blocked before stays blocked, whoever goes first`(_ first: Int) throws {
    try withNothingBlocked {
      block(SIGTERM)
      var owners = [try Owner([SIGINT, SIGTERM]), try Owner([SIGTERM])]
      owners.remove(at: first)
      #expect(blocked() == (first == 0 ? [SIGTERM] : [SIGINT, SIGTERM]))
      owners.removeAll()
      #expect(blocked() == [SIGTERM])
    }
  }

  @Test func `signals that are held meanwhile outlast a descriptor, and it outlasts them`() throws {
    try withNothingBlocked {
      var owners: [Owner] = []
      try ProcessSignals.holding([SIGUSR1, SIGWINCH]) {
        owners.append(try Owner([SIGUSR1]))
        owners.removeAll()
        #expect(blocked() == [SIGUSR1, SIGWINCH])
        owners.append(try Owner([SIGUSR1]))
      }
      #expect(blocked() == [SIGUSR1])
      owners.removeAll()
      #expect(blocked() == [])
    }
  }

  // MARK: - Masks

  /// Runs `body` with an empty mask; whoever runs the tests may have blocked signals on this thread.
  private func withNothingBlocked(_ body: () throws -> Void) rethrows {
    var previous = sigset_t()
    var none = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &previous)
    defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }
    try body()
  }

  private func block(_ signal: Int32) {
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, signal)
    pthread_sigmask(SIG_BLOCK, &set, nil)
  }

  private func blocked() -> Set<Int32> {
    var mask = sigset_t()
    pthread_sigmask(SIG_BLOCK, nil, &mask)
    return Set((1...31).filter { sigismember(&mask, $0) == 1 })
  }
}
