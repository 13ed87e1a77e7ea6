import Glibc

/// Tells when a file may have lost its name, as long as it lives (inotify(7)).
package struct FileWatch: ~Copyable {
  /// Readable when there is something to look at.
  package let descriptor: Descriptor

  /// Of what a path names, and not of what a link there leads to; it must exist.
  package init(_ path: String) throws(SystemError) {
    let descriptor = Descriptor(
      adopting: try SystemError.check("inotify_init1") {
        inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
      }
    )
    let number = descriptor.rawValue
    // A file that loses a name changes its number of names, which is one of its attributes.
    let changes = UInt32(IN_ATTRIB | IN_MOVE_SELF | IN_DELETE_SELF | IN_DONT_FOLLOW)
    _ = try SystemError.check("inotify_add_watch") { inotify_add_watch(number, path, changes) }
    self.descriptor = descriptor
  }
}
