import Glibc
import POSIX
import TestSupport
import Testing

@Suite struct SocketTests {
  @Test func `a path of 107 bytes fits an address, one of 108 does not`() throws {
    #expect(Socket.maximumPathLength == 107)
    let missing = Socket.Failure.system(SystemError(call: "connect", code: ENOENT))
    #expect(failure(ofConnectingTo: String(repeating: "a", count: 107)) == missing)
    #expect(
      failure(ofConnectingTo: String(repeating: "a", count: 108)) == .pathTooLong(limit: 107)
    )
    #expect(
      failure(ofConnectingTo: String(repeating: "ä", count: 54)) == .pathTooLong(limit: 107)
    )
  }

  @Test func `nobody listens on a port`() throws {
    let listener = try makeListener()
    close(listener.number)
    let refused = Socket.Failure.system(SystemError(call: "connect", code: ECONNREFUSED))
    #expect(throws: refused) {
      _ = try Socket.connect(host: "127.0.0.1", port: listener.port, timeout: .seconds(10))
    }
  }

  @Test func `connecting to a port by a name of the host`() throws {
    let listener = try makeListener()
    defer { close(listener.number) }
    let client = try Socket.connect(host: "localhost", port: listener.port, timeout: .seconds(10))
    #expect(try client.send([1]) == 1)
  }

  @Test func `a host without an address`() throws {
    let failure = #expect(throws: Socket.Failure.self) {
      _ = try Socket.connect(host: "a..b", port: 1, timeout: .seconds(10))
    }
    guard case .unknownHost(let reason) = failure else { throw try #require(failure) }
    #expect(!reason.isEmpty)
  }

  @Test func `a queue that is full is waited for no longer than told`() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path("socket")
    let listener = try makeListener(path: path)
    defer { close(listener) }
    // With a backlog of nothing, one may wait to be accepted.
    let first = try Socket.connect(unixPath: path, timeout: .seconds(10))
    let start = MonotonicClock.now
    #expect(throws: Socket.Failure.timedOut) {
      _ = try Socket.connect(unixPath: path, timeout: .milliseconds(50))
    }
    #expect(MonotonicClock.now - start >= .milliseconds(50))
    // Less than a microsecond would be no limit at all.
    #expect(throws: Socket.Failure.timedOut) {
      _ = try Socket.connect(unixPath: path, timeout: .nanoseconds(1))
    }
    #expect(try first.send([1]) == 1)
  }

  @Test func `an inherited socket is read without waiting`() throws {
    let (number, peer) = try makeSocketPair()
    defer { close(peer) }
    let socket = try Socket.adopt(number)
    var buffer: [UInt8] = [0, 0]
    #expect(try socket.read(into: &buffer) == nil)
    #expect(write(peer, [7, 8, 9] as [UInt8], 3) == 3)
    #expect(try socket.read(into: &buffer) == 2)
    #expect(buffer == [7, 8])
  }

  @Test func `what is no connected socket stays open and as it was`() throws {
    let directory = try TemporaryDirectory()
    let listener = try makeListener(path: directory.path("socket"))
    let file = open("/dev/null", O_RDWR)
    defer {
      close(listener)
      close(file)
    }
    let unconnected = Socket.Failure.system(SystemError(call: "getpeername", code: ENOTCONN))
    for (number, failure) in [(listener, unconnected), (file, .notASocket)] {
      #expect(throws: failure) { _ = try Socket.adopt(number) }
      #expect(fcntl(number, F_GETFL) & O_NONBLOCK == 0)
    }
  }

  @Test func `a number that is no descriptor`() throws {
    let unknown = Socket.Failure.system(SystemError(call: "fstat", code: EBADF))
    #expect(throws: unknown) { _ = try Socket.adopt(.max) }
  }

  private func failure(ofConnectingTo path: String) -> Socket.Failure? {
    do {
      _ = try Socket.connect(unixPath: path, timeout: .seconds(10))
      return nil
    } catch {
      return error
    }
  }
}
