import Glibc

/// The one owner of a file descriptor, which is closed with it.
package struct Descriptor: ~Copyable {
  let rawValue: Int32

  package init(adopting rawValue: Int32) {
    self.rawValue = rawValue
  }

  /// The number under which another process inherits it.
  package var number: Int32 {
    rawValue
  }

  deinit {
    _ = close(rawValue)
  }

  /// Reads into `buffer`; 0 is the end of the file, or of a connection that is broken, nil that
  /// nothing is there yet (read(2)).
  package borrowing func read(into buffer: inout [UInt8]) throws(SystemError) -> Int? {
    do {
      return try SystemError.check("read") { Glibc.read(rawValue, &buffer, buffer.count) }
    } catch {
      return error.isBrokenConnection ? 0 : try Self.unlessBlocked(error)
    }
  }

  /// Writes to a socket as much as it takes now, nil when it takes nothing; never raises SIGPIPE
  /// (send(2)).
  package borrowing func send(_ bytes: ArraySlice<UInt8>) throws(SystemError) -> Int? {
    do {
      return try SystemError.check("send") {
        bytes.withUnsafeBytes {
          Glibc.send(rawValue, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
      }
    } catch {
      return try Self.unlessBlocked(error)
    }
  }

  /// Sends as much as the socket takes now, and forgets that; all of it when the other end has gone,
  /// since what that has said before can still be read, and then its end.
  package borrowing func send(
    from outgoing: inout ArraySlice<UInt8>
  ) throws(SystemError) {
    do {
      outgoing = outgoing.dropFirst(try send(outgoing) ?? 0)
    } catch {
      guard error.isBrokenPipe || error.isBrokenConnection else { throw error }
      outgoing = []
    }
  }

  /// Writes all of it to a file (write(2)).
  borrowing func write(_ bytes: [UInt8]) throws(SystemError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = try SystemError.check("write") {
        rest.withUnsafeBytes { Glibc.write(rawValue, $0.baseAddress, $0.count) }
      }
      rest = rest.dropFirst(count)
    }
  }

  /// Makes reading and writing answer at once (fcntl(2), O_NONBLOCK).
  package borrowing func setNonBlocking() throws(SystemError) {
    let flags = try SystemError.check("fcntl") { fcntl(rawValue, F_GETFL) }
    _ = try SystemError.check("fcntl") { fcntl(rawValue, F_SETFL, flags | O_NONBLOCK) }
  }

  /// Nil for the error that means nothing can be done now.
  private static func unlessBlocked(_ error: SystemError) throws(SystemError) -> Int? {
    guard error.code == EAGAIN || error.code == EWOULDBLOCK else { throw error }
    return nil
  }
}
