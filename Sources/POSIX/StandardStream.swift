import Glibc

/// One of the three descriptors that a process is born with; it owns none of them.
package enum StandardStream: Int32, CaseIterable {
  case input
  case output
  case error

  /// Gives those that the parent has closed a descriptor on which reading and writing fail.
  ///
  /// Otherwise the next socket would take the number, and output would go to a server.
  package static func fillClosed() {
    for stream in allCases where fcntl(stream.rawValue, F_GETFD) == -1 {
      // The wrong way round for the stream, hence EBADF; open(2) takes the lowest free number.
      _ = open("/dev/null", stream == .input ? O_WRONLY : O_RDONLY)
    }
  }

  package var isTerminal: Bool {
    isatty(rawValue) == 1
  }

  /// The size of the terminal behind it; nil when it is none (TIOCGWINSZ, tty_ioctl(4)).
  package var windowSize: WindowSize? {
    var size = winsize()
    guard ioctl(rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return WindowSize(columns: Int(size.ws_col), rows: max(1, Int(size.ws_row)))
  }

  /// What a pipe that has any room takes without waiting, in bytes (PIPE_BUF, pipe(7)).
  private static let portion = 4096

  /// Writes all of it, however long the reader takes.
  package func write(_ bytes: [UInt8]) throws(SystemError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      try wait(until: .writable)
      do throws(SystemError) {
        let count = try SystemError.check("write") {
          rest.prefix(Self.portion).withUnsafeBytes {
            Glibc.write(rawValue, $0.baseAddress, $0.count)
          }
        }
        rest = rest.dropFirst(count)
      } catch {
        guard error.code == EAGAIN else { throw error }
      }
    }
  }

  /// Reads what there is; 0 is the end of the file (read(2)).
  package func read(into buffer: inout [UInt8]) throws(SystemError) -> Int {
    try SystemError.check("read") { Glibc.read(rawValue, &buffer, buffer.count) }
  }

  /// Reads one line of at most 4096 bytes, without its end; nil at the end of the file.
  package func readLine() throws(SystemError) -> String? {
    var line: [UInt8] = []
    while line.count < 4096 {
      try wait(until: .readable)
      var byte: UInt8 = 0
      let count = try SystemError.check("read") { Glibc.read(rawValue, &byte, 1) }
      guard count > 0 else { return line.isEmpty ? nil : String(decoding: line, as: UTF8.self) }
      guard byte != UInt8(ascii: "\n") else { break }
      line.append(byte)
    }
    return String(decoding: line, as: UTF8.self)
  }

  /// Waits for the other end, be it for ever, or until a signal ends the process.
  private func wait(until interest: PollSet.Interest) throws(SystemError) {
    var readiness = PollSet()
    let entry = readiness.add(number: rawValue, interest)
    try readiness.wait(timeout: .zero)
    guard !readiness.isReady(entry) else { return }
    try ProcessSignals.obeyingEndings { () throws(SystemError) in
      try readiness.wait(timeout: nil)
    }
  }
}

extension SystemError {
  /// What writing would say, known before.
  package static let brokenPipe = SystemError(call: "write", code: EPIPE)

  /// The reader of a pipe or the peer of a socket has gone.
  package var isBrokenPipe: Bool {
    code == EPIPE
  }

  /// What becomes of a connection whose other end, or the way to it, is gone (tcp(7), ip(7)).
  var isBrokenConnection: Bool {
    [ECONNRESET, ECONNABORTED, ETIMEDOUT, EHOSTUNREACH, ENETUNREACH, ENETDOWN].contains(code)
  }

  package var isConnectionRefused: Bool {
    code == ECONNREFUSED
  }

  package var isNotFound: Bool {
    code == ENOENT
  }
}
