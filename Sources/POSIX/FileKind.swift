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

  /// The first folder on the way to a path that this user may not enter (access(2)); nil when all are
  /// open.
  static func closedFolder(onTheWayTo path: String) -> String? {
    var folder = path.hasPrefix("/") ? "/" : ""
    for name in path.split(separator: "/").dropLast() {
      folder += (folder.isEmpty || folder.hasSuffix("/") ? "" : "/") + name
      if access(folder, X_OK) == -1, errno == EACCES { return folder }
    }
    return nil
  }
}
