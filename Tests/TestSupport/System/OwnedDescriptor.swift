import Glibc

/// The one owner of a descriptor, which is closed with the last reference to it.
final class OwnedDescriptor: Sendable {
  let number: Int32

  init(adopting number: Int32) {
    self.number = number
  }

  deinit {
    close(number)
  }

  /// Both ends of a pipe, neither inherited by children.
  static func pipe() throws(SupportFailure) -> (reader: OwnedDescriptor, writer: OwnedDescriptor) {
    var ends: [Int32] = [-1, -1]
    try SupportFailure.check("pipe2") { GNU.pipe2(&ends, O_CLOEXEC) }
    return (OwnedDescriptor(adopting: ends[0]), OwnedDescriptor(adopting: ends[1]))
  }

  /// An open file, not inherited by children.
  static func open(_ path: String, _ flags: Int32) throws(SupportFailure) -> OwnedDescriptor {
    let number = try SupportFailure.check("open \(path)") {
      Glibc.open(path, flags | O_CLOEXEC | O_NOCTTY, 0o600)
    }
    return OwnedDescriptor(adopting: number)
  }

  /// From here on, reads and writes give EAGAIN where they would have waited.
  func makeNonBlocking() throws(SupportFailure) {
    let flags = try SupportFailure.check("fcntl") { fcntl(number, F_GETFL) }
    try SupportFailure.check("fcntl") { fcntl(number, F_SETFL, flags | O_NONBLOCK) }
  }

  /// The process at the other end of a unix socket, as of the connection.
  func peerProcess() throws(SupportFailure) -> pid_t {
    // struct ucred, which needs _GNU_SOURCE: process, user, group.
    var credentials: [Int32] = [0, 0, 0]
    var length = socklen_t(12)
    try SupportFailure.check("SO_PEERCRED") {
      getsockopt(number, SOL_SOCKET, SO_PEERCRED, &credentials, &length)
    }
    return credentials[0]
  }

  /// What can be read now, nil when nothing can; empty at the end of the stream.
  ///
  /// The descriptor must not block. A terminal whose other side is closed (EIO) and a connection that
  /// was reset count as the end.
  func readAvailable(atMost limit: Int = 65536) throws(SupportFailure) -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: limit)
    while true {
      let count = read(number, &buffer, limit)
      if count >= 0 { return Array(buffer.prefix(count)) }
      switch errno {
      case EINTR: continue
      case EAGAIN: return nil
      case EIO, ECONNRESET: return []
      default: throw .system(call: "read", errno: errno)
      }
    }
  }

  /// Writes what fits now and gives the number of bytes; nil when the reader is gone.
  func writeAvailable(_ bytes: ArraySlice<UInt8>) throws(SupportFailure) -> Int? {
    BrokenPipes.areIgnored
    while true {
      let count = bytes.withUnsafeBytes { write(number, $0.baseAddress, $0.count) }
      if count >= 0 { return count }
      switch errno {
      case EINTR: continue
      case EAGAIN: return 0
      case EPIPE, ECONNRESET, EIO: return nil
      default: throw .system(call: "write", errno: errno)
      }
    }
  }
}
