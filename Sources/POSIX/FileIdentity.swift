import CLinux
import Glibc

/// Which file it is, whatever its name (stat(2)).
package struct FileIdentity: Hashable, Sendable {
  /// What the kernel calls the device: its major number, and 20 bits of the minor one.
  package let device: UInt32
  /// The lower half of the inode's number, which is all that sock_diag(7) tells.
  package let inode: UInt32

  package init(device: UInt32, inode: UInt32) {
    self.device = device
    self.inode = inode
  }

  /// Of what a path names; nil when there is nothing.
  package init?(of path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(
      device: Self.device(gnu_dev_major(status.st_dev), gnu_dev_minor(status.st_dev)),
      inode: UInt32(truncatingIfNeeded: status.st_ino)
    )
  }

  private static func device(_ major: UInt32, _ minor: UInt32) -> UInt32 {
    major << 20 | minor & 0xf_ffff
  }

  /// The same file, on the device of its whole file system, as the kernel's tables of sockets have it.
  ///
  /// stat(2) tells another one of a file in a subvolume of Btrfs or in some layers of an overlay.
  /// Each line of proc_pid_mountinfo(5) begins with a mount's number, another one and the device.
  static func inFileSystem(_ path: String) -> FileIdentity? {
    let flags = Int32(clinux_o_path) | O_CLOEXEC
    guard let identity = FileIdentity(of: path),
      let number = try? SystemError.check("open", { open(path, flags) })
    else { return nil }
    let file = Descriptor(adopting: number)
    let about = lines(of: "/proc/self/fdinfo/\(file.number)")
    guard let mount = about.first(where: { $0[0] == "mnt_id:" }),
      let fields = lines(of: "/proc/self/mountinfo").first(where: { $0[0] == mount[1] }),
      fields.count > 2
    else { return nil }
    let numbers = fields[2].split(separator: ":").compactMap { UInt32($0) }
    guard numbers.count == 2 else { return nil }
    return FileIdentity(device: device(numbers[0], numbers[1]), inode: identity.inode)
  }

  /// Those of at least two words.
  private static func lines(of path: String) -> [[Substring]] {
    let text = try? FileContents.read(path, atMost: 1 << 24)
    return String(decoding: text ?? [], as: UTF8.self).split(separator: "\n")
      .map { $0.split { $0 == " " || $0 == "\t" } }.filter { $0.count > 1 }
  }
}
