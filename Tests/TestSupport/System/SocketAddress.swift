import Glibc

/// An address in the form that the socket calls take.
enum SocketAddress {
  case unix(String)
  case loopback(UInt16)

  static let closeOnExec = Int32(SOCK_CLOEXEC.rawValue)

  /// A new stream socket's descriptor, not inherited by children.
  static func socket(_ family: Int32) -> Int32 {
    Glibc.socket(family, Int32(SOCK_STREAM.rawValue) | closeOnExec, 0)
  }

  var family: Int32 {
    switch self {
    case .unix: AF_UNIX
    case .loopback: AF_INET
    }
  }

  /// Calls `body` with the C structure, which lives no longer than the call.
  func use(
    _ body: (UnsafePointer<sockaddr>, socklen_t) throws(SupportFailure) -> Void
  ) throws(SupportFailure) {
    switch self {
    case .unix(let path):
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      let room = MemoryLayout.size(ofValue: address.sun_path)
      guard path.utf8.count < room else {
        throw .malformed("a socket path of \(path.utf8.count) bytes")
      }
      withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
      try call(&address, body)
    case .loopback(let port):
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = port.bigEndian
      address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
      try call(&address, body)
    }
  }

  private func call<Address>(
    _ address: UnsafeMutablePointer<Address>,
    _ body: (UnsafePointer<sockaddr>, socklen_t) throws(SupportFailure) -> Void
  ) throws(SupportFailure) {
    let raw = UnsafeRawPointer(address).assumingMemoryBound(to: sockaddr.self)
    try body(raw, socklen_t(MemoryLayout<Address>.size))
  }
}
