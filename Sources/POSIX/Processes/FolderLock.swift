import Glibc

/// A folder of this user's own, locked as long as this lives (flock(2)).
final class FolderLock {
  private let descriptor: Descriptor

  /// Throws EPERM for a folder that others can get at, or that is none.
  init(_ path: String) throws(SystemError) {
    let number = try SystemError.check("open") {
      open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    }
    let descriptor = Descriptor(adopting: number)
    var status = stat()
    _ = try SystemError.check("fstat") { fstat(number, &status) }
    guard status.st_uid == geteuid(), status.st_mode & 0o077 == 0 else {
      throw SystemError(call: "open", code: EPERM)
    }
    _ = try SystemError.check("flock") { flock(number, LOCK_EX) }
    self.descriptor = descriptor
  }
}

extension SystemError {
  package var isNotPermitted: Bool {
    code == EPERM
  }
}
