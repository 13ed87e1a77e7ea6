import Glibc

/// The file of a unix socket, which stays behind when its listener is killed.
enum SocketFile {
  /// Takes away a socket on which nobody listens any more; whether the path is free then.
  ///
  /// A listener that `table` shows is not disturbed; another network namespace's is not in there, and
  /// is connected to, for which its queue has to have a place within `patience`. Between bind(2) and
  /// listen(2) a socket looks abandoned, too, so whoever may be there has to be kept away meanwhile
  /// (``FolderLock``). Throws EADDRINUSE for what is no socket.
  static func vacate(
    _ path: String,
    patience: Duration,
    table: UnixSocketTable? = nil
  ) throws(SystemError) -> Bool {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      guard errno == ENOENT else { throw SystemError(call: "lstat", code: errno) }
      return true
    }
    guard status.st_mode & S_IFMT == S_IFSOCK else {
      throw SystemError(call: "bind", code: EADDRINUSE)
    }
    if table?.hasListener(at: path) == true { return false }
    do throws(Socket.Failure) {
      _ = try Socket.connect(unixPath: path, timeout: patience)
      return false
    } catch {
      switch error {
      case .timedOut: return false
      case .system(let error) where error.isConnectionRefused:
        _ = try SystemError.check("unlink") { unlink(path) }
        return true
      case .system(let error) where error.isNotFound: return true
      case .system(let error): throw error
      case .pathTooLong: throw SystemError(call: "bind", code: ENAMETOOLONG)
      case .noPermission: throw SystemError(call: "connect", code: EACCES)
      case .unknownHost, .notASocket, .isOutput: return false
      }
    }
  }
}
