import Glibc

/// What a path names (stat(2)).
package enum FileKind: Hashable {
  case socket
  case directory
  case other

  package init(at path: String) throws(SystemError) {
    var status = stat()
    _ = try SystemError.check("stat") { stat(path, &status) }
    self =
      switch status.st_mode & S_IFMT {
      case S_IFSOCK: .socket
      case S_IFDIR: .directory
      default: .other
      }
  }

  /// The inode of what a path names; nil when there is nothing.
  static func inode(at path: String) -> UInt64? {
    var status = stat()
    return stat(path, &status) == 0 ? UInt64(status.st_ino) : nil
  }
}
