import Glibc

/// Tells when a file may no longer be found by its path, as long as it lives (inotify(7)).
package struct FileWatch: ~Copyable {
  /// Readable when there is a reason to look.
  package let descriptor: Descriptor

  /// Of what a path from the root on names; it must exist.
  package init(_ path: String) throws(SystemError) {
    let descriptor = Descriptor(
      adopting: try SystemError.check("inotify_init1") {
        inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
      }
    )
    let number = descriptor.rawValue
    func add(_ path: String, _ changes: Int32) throws(SystemError) {
      // A path may lead through one folder twice: /a/./b.
      let mask = UInt32(bitPattern: changes | Int32(IN_DONT_FOLLOW) | Int32(IN_MASK_ADD))
      _ = try SystemError.check("inotify_add_watch") { inotify_add_watch(number, path, mask) }
    }
    // A file that loses a name changes its number of names, which is one of its attributes.
    try add(path, IN_ATTRIB | IN_MOVE_SELF | IN_DELETE_SELF)
    var (file, folder) = (path, Self.folder(of: path))
    while let above = folder {
      // What cannot be watched is hardly this user's to move.
      try? add(above, IN_MOVE_SELF | IN_DELETE_SELF | (Self.isMount(file) ? IN_DELETE : 0))
      (file, folder) = (above, Self.folder(of: above))
    }
    self.descriptor = descriptor
  }

  /// Nil for the root.
  private static func folder(of path: String) -> String? {
    guard let slash = path.lastIndex(of: "/"), path != "/" else { return nil }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Whether another file system is mounted there: when it no longer is, what is in it still has its
  /// names, and nothing tells of that but the end of the folder beneath it.
  private static func isMount(_ path: String) -> Bool {
    var (own, above) = (stat(), stat())
    return stat(path, &own) == 0 && stat("\(path)/..", &above) == 0 && own.st_dev != above.st_dev
  }
}
