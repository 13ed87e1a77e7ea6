import Glibc
import POSIX
import Testing

@Suite struct DescriptorTests {
  @Test func `nothing yet, something, the end`() throws {
    let (number, peer) = try makeSocketPair()
    let descriptor = try Socket.adopt(number)
    var buffer = [UInt8](repeating: 0, count: 10)
    #expect(try descriptor.read(into: &buffer) == nil)
    #expect(write(peer, [1, 2] as [UInt8], 2) == 2)
    close(peer)
    #expect(try descriptor.read(into: &buffer) == 2)
    #expect(try descriptor.read(into: &buffer) == 0)
  }

  @Test func `a peer that does not read is nothing to wait for`() throws {
    let (number, peer) = try makeSocketPair()
    defer { close(peer) }
    let descriptor = try Socket.adopt(number)
    let bytes = [UInt8](repeating: 0, count: 1 << 20)
    var sent = 0
    while let count = try descriptor.send(bytes[...]) { sent += count }
    #expect(sent > 0)
  }

  @Test func `a peer that has gone is an error, and no signal`() throws {
    let (number, peer) = try makeSocketPair()
    close(peer)
    let descriptor = try Socket.adopt(number)
    let failure = #expect(throws: SystemError.self) { _ = try descriptor.send([1]) }
    #expect(failure?.isBrokenPipe == true)
  }

  @Test func `it is closed with its owner`() throws {
    let (number, peer) = try makeSocketPair()
    defer { close(peer) }
    do { _ = Descriptor(adopting: number) }
    var byte: UInt8 = 0
    #expect(read(peer, &byte, 1) == 0)
  }
}
