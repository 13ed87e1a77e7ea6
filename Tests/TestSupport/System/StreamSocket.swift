import Glibc

/// A connected stream socket for tests that speak bytes; closed with the last reference.
package final class StreamSocket: Sendable {
  let owned: OwnedDescriptor

  init(adopting owned: OwnedDescriptor) throws(SupportFailure) {
    self.owned = owned
    try owned.makeNonBlocking()
  }

  /// Connects to a unix socket; to one whose queue is full, it fails at once with EAGAIN.
  package convenience init(unix path: String) throws(SupportFailure) {
    let owned = OwnedDescriptor(
      adopting: try SupportFailure.check("socket") { SocketAddress.socket(AF_UNIX) }
    )
    try owned.makeNonBlocking()
    try SocketAddress.unix(path).use { (address, length) throws(SupportFailure) in
      try SupportFailure.check("connect \(path)") { connect(owned.number, address, length) }
    }
    try self.init(adopting: owned)
  }

  /// Connects to a port of 127.0.0.1.
  package convenience init(port: UInt16) throws(SupportFailure) {
    let owned = OwnedDescriptor(
      adopting: try SupportFailure.check("socket") { SocketAddress.socket(AF_INET) }
    )
    try SocketAddress.loopback(port).use { (address, length) throws(SupportFailure) in
      try SupportFailure.check("connect \(port)") { connect(owned.number, address, length) }
    }
    try self.init(adopting: owned)
  }

  /// Two sockets connected to each other.
  package static func pair() throws(SupportFailure) -> (StreamSocket, StreamSocket) {
    var ends: [Int32] = [-1, -1]
    try SupportFailure.check("socketpair") {
      socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | SocketAddress.closeOnExec, 0, &ends)
    }
    let (first, second) = (OwnedDescriptor(adopting: ends[0]), OwnedDescriptor(adopting: ends[1]))
    return (try StreamSocket(adopting: first), try StreamSocket(adopting: second))
  }

  /// The descriptor, for passing it to a command; it stays this object's.
  ///
  /// It does not block: the flag belongs to the open socket and is the command's as well.
  package var number: Int32 {
    owned.number
  }

  /// Sends everything, waiting while the peer's buffer is full.
  package func send(
    _ text: String,
    timeout: Duration = .patience
  ) throws(SupportFailure) {
    try send(Array(text.utf8), timeout: timeout)
  }

  /// Sends everything, waiting while the peer's buffer is full.
  package func send(
    _ bytes: [UInt8],
    timeout: Duration = .patience
  ) throws(SupportFailure) {
    let deadline = Deadline(after: timeout)
    var rest = bytes[...]
    while !rest.isEmpty {
      guard try Poll.wait(for: number, POLLOUT, until: deadline) else {
        throw .timedOut(waitingFor: "the peer to read", seen: "\(rest.count) bytes unsent")
      }
      guard let count = try owned.writeAvailable(rest) else {
        throw .ended(waitingFor: "the peer to read", seen: "\(rest.count) bytes unsent")
      }
      rest = rest.dropFirst(count)
    }
  }

  /// The next bytes; empty when the peer has closed or reset the connection.
  package func receive(timeout: Duration = .patience) throws(SupportFailure) -> [UInt8] {
    guard let bytes = try receive(until: Deadline(after: timeout)) else {
      throw .timedOut(waitingFor: "bytes", seen: "nothing")
    }
    return bytes
  }

  /// The next bytes, until a text is among them; what comes behind it may come too.
  package func receive(
    through text: String,
    timeout: Duration = .patience
  ) throws(SupportFailure) -> String {
    let deadline = Deadline(after: timeout)
    var all: [UInt8] = []
    while !all.contains(Array(text.utf8)) {
      guard let bytes = try receive(until: deadline) else {
        throw .timedOut(waitingFor: "'\(text)'", seen: String(decoding: all, as: UTF8.self))
      }
      guard !bytes.isEmpty else {
        throw .ended(waitingFor: "'\(text)'", seen: String(decoding: all, as: UTF8.self))
      }
      all += bytes
    }
    return String(decoding: all, as: UTF8.self)
  }

  /// All bytes until the peer closes or resets the connection.
  package func receiveAll(timeout: Duration = .patience) throws(SupportFailure) -> [UInt8] {
    let deadline = Deadline(after: timeout)
    var all: [UInt8] = []
    while true {
      guard let bytes = try receive(until: deadline) else {
        throw .timedOut(waitingFor: "the peer to close", seen: "\(all.count) bytes")
      }
      if bytes.isEmpty { return all }
      all += bytes
    }
  }

  /// Waits until the peer has closed or reset the connection, without reading what it has sent.
  package func waitForHangUp(timeout: Duration = .patience) throws(SupportFailure) {
    guard try Poll.wait(for: number, Int32(GNU.pollPeerClosed), until: Deadline(after: timeout))
    else { throw .timedOut(waitingFor: "the peer to close", seen: "an open connection") }
  }

  /// Says that nothing more will be sent; receiving goes on.
  package func finishSending() {
    shutdown(number, Int32(SHUT_WR))
  }

  /// The next bytes; nil when the deadline passes first.
  func receive(until deadline: Deadline) throws(SupportFailure) -> [UInt8]? {
    while true {
      if let bytes = try owned.readAvailable() { return bytes }
      guard try Poll.wait(for: number, until: deadline) else { return nil }
    }
  }
}
