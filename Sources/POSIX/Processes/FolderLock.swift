import Glibc

/// A folder of this user's own, locked as long as this lives (flock(2)).
final class FolderLock {
  private let descriptor: Descriptor

  /// Throws EPERM for a folder that others can get at, or that is none.
  init(_ path: String) throws(SystemError) {
    let descriptor = try Self.open(path)
    let number = descriptor.number
    var status = stat()
    _ = try SystemError.check("fstat") { fstat(number, &status) }
    guard Self.isOwn(status) else { throw SystemError(call: "open", code: EPERM) }
    _ = try SystemError.check("flock") { flock(number, LOCK_EX) }
    self.descriptor = descriptor
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
}
