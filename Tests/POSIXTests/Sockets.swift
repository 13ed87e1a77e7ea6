import Glibc
import POSIX

private let streamType = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)

private func check(_ call: String, _ result: Int32) throws -> Int32 {
  guard result != -1 else { throw SystemError(call: call, code: errno) }
  return result
}

/// Two sockets connected to each other, which the caller closes.
func makeSocketPair() throws -> (number: Int32, peer: Int32) {
  var ends: [Int32] = [-1, -1]
  _ = try check("socketpair", socketpair(AF_UNIX, streamType, 0, &ends))
  return (ends[0], ends[1])
}

/// A socket that listens on a path and never accepts, which the caller closes.
func makeListener(path: String) throws -> Int32 {
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
  let number = try check("socket", socket(AF_UNIX, streamType, 0))
  try withAddress(of: &address) { _ = try check("bind", bind(number, $0, $1)) }
  _ = try check("listen", listen(number, 0))
  return number
}

/// Leaves a socket behind on which nobody listens, not even a child of another test that has a copy of
/// it for a moment.
func abandonSocket(at path: String) throws {
  close(try makeListener(path: path))
  while true {
    do throws(Socket.Failure) {
      _ = try Socket.connect(unixPath: path, timeout: .milliseconds(10))
    } catch {
      if case .system(let error) = error, error.isConnectionRefused { return }
      guard error == .timedOut else { throw error }
    }
  }
}

/// A socket that listens on a port of 127.0.0.1 and never accepts, which the caller closes.
func makeListener() throws -> (number: Int32, port: UInt16) {
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
  let number = try check("socket", socket(AF_INET, streamType, 0))
  try withAddress(of: &address) { _ = try check("bind", bind(number, $0, $1)) }
  _ = try check("listen", listen(number, 1))
  try withAddress(of: &address) { pointer, size in
    var size = size
    _ = try check("getsockname", getsockname(number, pointer, &size))
  }
  return (number, UInt16(bigEndian: address.sin_port))
}

private func withAddress<Address>(
  of address: inout Address,
  _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) throws -> Void
) throws {
  try withUnsafeMutablePointer(to: &address) { pointer in
    try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      try body($0, socklen_t(MemoryLayout<Address>.size))
    }
  }
}
