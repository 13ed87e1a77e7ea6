import Glibc
import POSIX
import Testing

@Suite struct PollSetTests {
  @Test func `only what is ready is said to be`() throws {
    let (number, peer) = try makeSocketPair()
    let first = Descriptor(adopting: number)
    let second = Descriptor(adopting: peer)
    var set = PollSet()
    let firstReadable = set.add(first, .readable)
    let firstWritable = set.add(first, .writable)
    let secondReadable = set.add(second, .readable)
    try set.wait(timeout: nil)
    #expect(set.isReady(firstWritable))
    #expect(!set.isReady(firstReadable))
    #expect(!set.isReady(secondReadable))
    _ = try first.send([1])
    try set.wait(timeout: nil)
    #expect(set.isReady(secondReadable))
    #expect(!set.isReady(firstReadable))
  }

  @Test func `a peer that has gone makes it ready`() throws {
    let (number, peer) = try makeSocketPair()
    let descriptor = Descriptor(adopting: number)
    var set = PollSet()
    let readable = set.add(descriptor, .readable)
    close(peer)
    try set.wait(timeout: nil)
    #expect(set.isReady(readable))
  }

  @Test(arguments: [0.0, 0.4, 1.5, 20])
  func `it waits as long as told, and not less`(milliseconds: Double) throws {
    let (number, peer) = try makeSocketPair()
    defer { close(peer) }
    let descriptor = Descriptor(adopting: number)
    var set = PollSet()
    let readable = set.add(descriptor, .readable)
    let start = MonotonicClock.now
    try set.wait(timeout: .seconds(milliseconds / 1000))
    #expect(MonotonicClock.now - start >= .seconds(milliseconds / 1000))
    #expect(!set.isReady(readable))
  }

  @Test(arguments: [Duration.seconds(-1), .seconds(Int64.min / 2)])
  func `a time that has passed is no time`(timeout: Duration) throws {
    var set = PollSet()
    try set.wait(timeout: timeout)
  }

  @Test func `a time beyond poll's limit ends with an event too`() throws {
    let (number, peer) = try makeSocketPair()
    close(peer)
    let descriptor = Descriptor(adopting: number)
    var set = PollSet()
    let readable = set.add(descriptor, .readable)
    try set.wait(timeout: .seconds(1_000_000_000))
    #expect(set.isReady(readable))
  }
}
