import CLinux
import Glibc

/// Where those who want to share a unix socket meet: a socket in a folder of their user's own.
///
/// It is named after device and inode of the shared one, so that every path to that leads here. Who
/// comes first listens; a socket whose listener is gone is replaced, and so is one that is older than
/// what it is named after: it belongs to a predecessor, whose inode has been given out again.
package struct Rendezvous: Equatable {
  private let folder: String
  package let path: String
  /// When the shared socket was made, in seconds and nanoseconds.
  private let birth: [Int]

  /// For the socket at a path; nil when there is nothing.
  package init?(of path: String) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return nil }
    folder = Self.folder
    birth = [status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
    self.path = "\(folder)/\(status.st_dev)-\(status.st_ino)"
  }

  /// In XDG_RUNTIME_DIR, where that is a path from the root on and exists, in what login sessions get
  /// as such, or else under /tmp.
  private static var folder: String {
    let named = getenv("XDG_RUNTIME_DIR").map { String(cString: $0) }
    for parent in [named, "/run/user/\(geteuid())"].compactMap(\.self)
    where parent.hasPrefix("/") && (try? FileKind(at: parent)) == .directory {
      return "\(parent)/jobctl"
    }
    return "/tmp/jobctl-\(geteuid())"
  }

  /// A connection to whoever listens there for this user or as root; nil when nobody does, when its
  /// queue is full for all of `timeout`, or when others can get at the folder: under /tmp anybody may
  /// have made it, and what is in it may lead to another monitor of this user.
  package func connect(timeout: Duration) -> Descriptor? {
    guard isTrusted, let descriptor = try? Socket.connect(unixPath: path, timeout: timeout),
      descriptor.hasTrustedPeer()
    else { return nil }
    return descriptor
  }

  /// After which time a full queue says that somebody is there.
  private static let patience = Duration.seconds(1)

  package enum Place {
    case free(Listener)
    /// Somebody listens already.
    case taken
  }

  /// Begins to listen, unless somebody does.
  ///
  /// Two who try at once are kept apart by a lock on the folder (flock(2)), which nobody has beyond
  /// the end of its process; throws EWOULDBLOCK when somebody has it for longer than a second.
  package func take(backlog: Int32) throws(SystemError) -> Place {
    let lock = try lockedFolder()
    defer { withExtendedLifetime(lock) {} }
    removeAbandoned()
    var status = stat()
    if lstat(path, &status) == 0, status.st_mode & S_IFMT != S_IFSOCK || isOutdated(status) {
      unlink(path)
    }
    guard try SocketFile.vacate(path, patience: Self.patience) else { return .taken }
    return .free(try Listener(unixPath: path, backlog: backlog))
  }

  /// Whether a path is where some user's holder may listen.
  package static func isPlace(_ path: String) -> Bool {
    let parts = path.split(separator: "/").suffix(2)
    guard let folder = parts.first, let name = parts.last, parts.count == 2 else { return false }
    let numbers = name.split(separator: "-", omittingEmptySubsequences: false)
    return (folder == "jobctl" || folder.hasPrefix("jobctl-")) && numbers.count == 2
      && numbers.allSatisfy { UInt64($0) != nil }
  }

  /// Whether any user's holder listens for the shared socket.
  package func isTaken(by table: UnixSocketTable) -> Bool {
    let name = path.dropFirst(folder.count)
    return table.entries.contains { entry in
      entry.isListening && entry.path.hasSuffix(name) && Self.isPlace(entry.path)
    }
  }

  /// Takes away what holders have left behind that were killed; only while the folder is locked.
  ///
  /// Those that live are not disturbed. What cannot be taken away is in nobody's way.
  private func removeAbandoned() {
    let others = Folder.names(folder).map { "\(folder)/\($0)" }.filter {
      $0 != path && Self.isPlace($0)
    }
    guard !others.isEmpty else { return }
    let table = try? UnixSocketTable()
    for other in others {
      _ = try? SocketFile.vacate(other, patience: .milliseconds(1), table: table)
    }
  }

  /// Whether a socket stands there that nobody else can have put there, for the shared one.
  ///
  /// Where nothing does, as for most, the first call says so.
  private var isTrusted: Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFSOCK
      && (status.st_uid == geteuid() || status.st_uid == 0) && !isOutdated(status)
      && FolderLock.isOwn(folder)
  }

  /// Whether what stands there is older than the shared socket.
  private func isOutdated(_ status: stat) -> Bool {
    [status.st_mtim.tv_sec, status.st_mtim.tv_nsec].lexicographicallyPrecedes(birth)
  }

  /// The folder, made where there is none, and refused where others can get at it.
  private func lockedFolder() throws(SystemError) -> FolderLock {
    if mkdir(folder, 0o700) == -1, errno != EEXIST {
      throw SystemError(call: "mkdir", code: errno)
    }
    return try FolderLock(folder)
  }
}
