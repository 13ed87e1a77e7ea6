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
}
