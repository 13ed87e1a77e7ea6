import Glibc

/// A socket that waits for clients.
final class Listener: Sendable {
  let owned: OwnedDescriptor
  /// How jobctl's `--socket` names it.
  let address: String

  /// Listens on a unix socket, with QEMU's queue of one.
  init(unix path: String) throws(SupportFailure) {
    owned = try Self.listen(.unix(path))
    address = path
  }

  /// Listens on a port of 127.0.0.1 that the kernel chooses.
  init() throws(SupportFailure) {
    owned = try Self.listen(.loopback(0))
    let number = owned.number
    var bound = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    try SupportFailure.check("getsockname") {
      withUnsafeMutableBytes(of: &bound) { bytes in
        getsockname(number, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress, &length)
      }
    }
    address = "tcp:127.0.0.1:\(UInt16(bigEndian: bound.sin_port))"
  }

  /// The next client; nil when `stop` becomes readable first.
  func accept(stop: OwnedDescriptor) -> OwnedDescriptor? {
    while true {
      var poll = Poll()
      poll.add(owned.number)
      poll.add(stop.number)
      guard (try? poll.wait(until: nil)) == true, !poll.isReady(stop.number) else { return nil }
      let client = Glibc.accept(owned.number, nil, nil)
      guard client != -1 else { continue }
      _ = fcntl(client, F_SETFD, FD_CLOEXEC)
      return OwnedDescriptor(adopting: client)
    }
  }

  private static func listen(_ address: SocketAddress) throws(SupportFailure) -> OwnedDescriptor {
    let owned = OwnedDescriptor(
      adopting: try SupportFailure.check("socket") { SocketAddress.socket(address.family) }
    )
    try address.use { (pointer, length) throws(SupportFailure) in
      try SupportFailure.check("bind") { bind(owned.number, pointer, length) }
    }
    try SupportFailure.check("listen") { Glibc.listen(owned.number, 1) }
    try owned.makeNonBlocking()
    return owned
  }
}
