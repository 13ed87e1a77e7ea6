import Glibc

/// A folder, locked as long as this lives (flock(2)).
final class FolderLock {
  private let descriptor: Descriptor

  /// Whoever has it locked has this much time to let it go; it may have been stopped meanwhile.
  private static let patience = Duration.seconds(1)
  /// Between two attempts, since there is nothing to be waited for with a limit.
  private static let pause = Duration.milliseconds(10)

  /// One of this user's own.
  ///
  /// Throws EPERM for a folder that others can get at, or that is none, and EWOULDBLOCK for one that
  /// stays locked.
  convenience init(_ path: String) throws(SystemError) {
    let descriptor = try Self.open(path)
    let number = descriptor.number
    var status = stat()
    _ = try SystemError.check("fstat") { fstat(number, &status) }
    guard Self.isOwn(status) else { throw SystemError(call: "open", code: EPERM) }
    try self.init(descriptor)
  }

  private init(_ descriptor: consuming Descriptor) throws(SystemError) {
    try Self.lock(descriptor.number)
    self.descriptor = descriptor
  }

  /// The one that a path is in, whosever it is; nil where it cannot be locked at all, or is one that
  /// others keep locked, as anybody may with /tmp.
  ///
  /// Throws EWOULDBLOCK for one of this user's own that stays locked.
  static func around(_ path: String) throws(SystemError) -> FolderLock? {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    do throws(SystemError) {
      let number = try SystemError.check("open") {
        Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      }
      return try FolderLock(Descriptor(adopting: number))
    } catch {
      guard !error.isLocked || !isOwn(folder) else { throw error }
      return nil
    }
  }

  private static func lock(_ number: Int32) throws(SystemError) {
    let end = MonotonicClock.now + patience
    while flock(number, LOCK_EX | LOCK_NB) == -1 {
      let error = SystemError(call: "flock", code: errno)
      guard error.isLocked, MonotonicClock.now < end else { throw error }
      var nothing = PollSet()
      try nothing.wait(timeout: pause)
    }
  }

  /// Whether a path names a folder, no link to one, that this user alone can get at.
  static func isOwn(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && isOwn(status)
  }

  private static func isOwn(_ status: stat) -> Bool {
    status.st_mode & S_IFMT == S_IFDIR && status.st_uid == geteuid() && status.st_mode & 0o077 == 0
  }

  private static func open(_ path: String) throws(SystemError) -> Descriptor {
    do {
      let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
      return Descriptor(adopting: try SystemError.check("open") { Glibc.open(path, flags) })
    } catch {
      // Somebody else's, a link, or no folder.
      guard [EACCES, ELOOP, ENOTDIR].contains(error.code) else { throw error }
      throw SystemError(call: error.call, code: EPERM)
    }
  }
}

extension SystemError {
  package var isNotPermitted: Bool {
    code == EPERM
  }

  /// Another process has it locked.
  package var isLocked: Bool {
    code == EWOULDBLOCK
  }
}
