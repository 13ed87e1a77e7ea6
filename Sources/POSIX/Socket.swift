import CLinux
import Glibc

/// Connecting stream sockets, within a limit of time.
package enum Socket {
  package enum Failure: Error, Hashable {
    /// The path does not fit a unix address.
    case pathTooLong(limit: Int)
    /// No connection within the time allowed.
    case timedOut
    /// The path is closed to this user: at a folder on the way, or at its end.
    case noPermission(on: String, isFolder: Bool)
    /// The host's name cannot be resolved; the text is gai_strerror(3)'s.
    case unknownHost(String)
    /// The descriptor is not one of a socket.
    case notASocket
    /// What is written to standard output or standard error goes to the socket.
    case isOutput
    case system(SystemError)
  }

  /// The longest path that a unix address holds, in bytes, without its NUL (unix(7)).
  package static let maximumPathLength = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1

  /// Connects to a unix socket.
  ///
  /// A listener whose backlog is full makes connect(2) wait, at most `timeout` (SO_SNDTIMEO,
  /// socket(7)).
  package static func connect(
    unixPath path: String,
    timeout: Duration
  ) throws(Failure) -> Descriptor {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    guard path.utf8.count <= maximumPathLength else {
      throw .pathTooLong(limit: maximumPathLength)
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    do throws(SystemError) {
      let descriptor = try make(AF_UNIX)
      var limit = timeval(timeout)
      _ = try SystemError.check("setsockopt") {
        setsockopt(
          descriptor.rawValue,
          SOL_SOCKET,
          SO_SNDTIMEO,
          &limit,
          socklen_t(MemoryLayout<timeval>.size)
        )
      }
      _ = try withUnsafePointer(to: &address) { (pointer) throws(SystemError) in
        try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          (pointer) throws(SystemError) in
          try SystemError.check("connect") {
            Glibc.connect(descriptor.rawValue, pointer, socklen_t(MemoryLayout<sockaddr_un>.size))
          }
        }
      }
      try descriptor.setNonBlocking()
      return descriptor
    } catch {
      switch error.code {
      case EAGAIN: throw .timedOut
      case EACCES:
        let folder = FileKind.closedFolder(onTheWayTo: path)
        throw .noPermission(on: folder ?? path, isFolder: folder != nil)
      default: throw .system(error)
      }
    }
  }

  /// Connects to the first address of a host that answers, the look-up of its name included.
  package static func connect(
    host: String,
    port: UInt16,
    timeout: Duration
  ) throws(Failure) -> Descriptor {
    let end = MonotonicClock.now + timeout
    let first = try addresses(of: host, port: port, timeout: timeout)
    defer { freeaddrinfo(first) }
    var failure = Failure.unknownHost("no address")
    var next = first
    while let info = next?.pointee {
      do {
        return try connect(info, until: end)
      } catch {
        failure = error
      }
      next = info.ai_next
    }
    throw failure
  }

  /// A list that the caller frees (getaddrinfo_a(3)).
  private static func addresses(
    of host: String,
    port: UInt16,
    timeout: Duration
  ) throws(Failure) -> UnsafeMutablePointer<addrinfo>? {
    // Never freed: a look-up that is given up goes on reading them.
    let hints = UnsafeMutablePointer<addrinfo>.allocate(capacity: 1)
    hints.initialize(to: addrinfo())
    hints.pointee.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var first: UnsafeMutablePointer<addrinfo>?
    let code = clinux_getaddrinfo(
      strdup(host),
      strdup(String(port)),
      hints,
      timespec(timeout),
      &first
    )
    guard code == 0 else { throw .unknownHost(String(cString: gai_strerror(code))) }
    return first
  }

  private static func connect(_ info: addrinfo, until end: Duration) throws(Failure) -> Descriptor {
    do throws(SystemError) {
      let descriptor = try make(info.ai_family)
      try descriptor.setNonBlocking()
      let result = Glibc.connect(descriptor.rawValue, info.ai_addr, info.ai_addrlen)
      if result == -1 {
        let code = errno
        guard code == EINPROGRESS || code == EINTR else {
          throw SystemError(call: "connect", code: code)
        }
        var readiness = PollSet()
        let writable = readiness.add(descriptor, .writable)
        try readiness.wait(timeout: end - MonotonicClock.now)
        guard readiness.isReady(writable) else {
          throw SystemError(call: "connect", code: ETIMEDOUT)
        }
        try throwPendingError(of: descriptor)
      }
      return descriptor
    } catch {
      throw error.code == ETIMEDOUT ? .timedOut : .system(error)
    }
  }

  /// Two sockets that are connected with each other: the answer, and `other` (socketpair(2)).
  package static func pair(_ other: inout Descriptor?) throws(SystemError) -> Descriptor {
    let type = Int32(
      SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
    )
    var numbers: [Int32] = [0, 0]
    _ = try SystemError.check("socketpair") { socketpair(AF_UNIX, type, 0, &numbers) }
    other = Descriptor(adopting: numbers[1])
    return Descriptor(adopting: numbers[0])
  }

  /// Takes over a connected socket that this process inherited.
  ///
  /// Anything else stays the caller's, and as it is: it may be the stream on which to say so.
  package static func adopt(_ number: Int32) throws(Failure) -> Descriptor {
    let file = try status(of: number)
    guard file.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket }
    for stream in [StandardStream.output, .error] {
      guard let other = try? status(of: stream.rawValue) else { continue }
      if other.st_dev == file.st_dev, other.st_ino == file.st_ino { throw .isOutput }
    }
    do {
      try requirePeer(of: number)
      let descriptor = Descriptor(adopting: number)
      try descriptor.setNonBlocking()
      return descriptor
    } catch {
      throw .system(error)
    }
  }

  private static func status(of number: Int32) throws(Failure) -> stat {
    var status = stat()
    do {
      _ = try SystemError.check("fstat") { fstat(number, &status) }
    } catch {
      throw .system(error)
    }
    return status
  }

  /// Throws where nobody is at the other end, as that of a listening socket (getpeername(2)).
  private static func requirePeer(of number: Int32) throws(SystemError) {
    var peer = sockaddr()
    var size = socklen_t(MemoryLayout<sockaddr>.size)
    _ = try SystemError.check("getpeername") { getpeername(number, &peer, &size) }
  }

  private static func make(_ family: Int32) throws(SystemError) -> Descriptor {
    let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    return Descriptor(adopting: try SystemError.check("socket") { socket(family, type, 0) })
  }

  /// Throws what a connect in progress has come to (SO_ERROR, socket(7)).
  private static func throwPendingError(
    of descriptor: borrowing Descriptor
  ) throws(SystemError) {
    let number = descriptor.rawValue
    var code: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    _ = try SystemError.check("getsockopt") {
      getsockopt(number, SOL_SOCKET, SO_ERROR, &code, &size)
    }
    guard code == 0 else { throw SystemError(call: "connect", code: code) }
  }
}

extension timespec {
  fileprivate init(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    self.init(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
  }
}

extension timeval {
  /// At least a microsecond, since zero stands for no limit.
  fileprivate init(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    self.init(
      tv_sec: Int(max(0, seconds)),
      tv_usec: Int(max(seconds > 0 ? 0 : 1, attoseconds / 1_000_000_000_000))
    )
  }
}
