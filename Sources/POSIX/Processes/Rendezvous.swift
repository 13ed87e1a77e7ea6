import CLinux
import Glibc

/// Where those who want to share a unix socket meet: a socket in a folder of their user's own.
///
/// It is named after device and inode of the shared one, so that every path to that leads here, and
/// after the time when that was made, so that none leads to a predecessor whose inode has been given
/// out again. Who comes first listens; a socket whose listener is gone is replaced.
///
/// Processes of one user need not agree on the folder: a script that cron starts has no login session
/// and none of its folders. Each listens in the first that it can have, and looks in all.
package struct Rendezvous {
  /// The folders of login sessions, in which there may be one.
  private let sessions: [String]
  private let name: String

  /// For the socket at a path; nil when there is nothing.
  package init?(of path: String) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return nil }
    let named = getenv("XDG_RUNTIME_DIR").map { String(cString: $0) }
    let usual = "/run/user/\(geteuid())"
    sessions = (named == usual ? [usual] : [named, usual].compactMap(\.self))
      .filter { $0.hasPrefix("/") }
    let birth = status.st_mtim.tv_sec &* 1_000_000_000 &+ status.st_mtim.tv_nsec
    name = "\(status.st_dev)-\(status.st_ino)-\(String(birth, radix: 16))"
  }

  /// Where to listen, unless that cannot be.
  package var path: String {
    path(in: ownFolders[0])
  }

  private func path(in folder: String) -> String {
    "\(folder)/\(name)"
  }

  /// In the sessions that are this user's, and under /tmp.
  ///
  /// Who becomes another user may keep XDG_RUNTIME_DIR (su(1)), in which nothing is to be made then.
  private var ownFolders: [String] {
    let own = sessions.filter { session in
      var status = stat()
      return stat(session, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
        && status.st_uid == geteuid()
    }
    return own.map(Self.folder(of:)) + [Self.temporary]
  }

  private static func folder(of session: String) -> String {
    "\(session)/jobctl"
  }

  private static var temporary: String {
    "/tmp/jobctl-\(geteuid())"
  }

  /// Wherever a holder of this user's may listen.
  private var folders: [String] {
    sessions.map(Self.folder(of:)) + [Self.temporary]
  }

  /// A connection to whoever listens there for this user or as root; nil when nobody does, when its
  /// queue is full for all of `timeout`, or when others can get at the folder: under /tmp anybody may
  /// have made it, and what is in it may lead to another monitor of this user.
  package func connect(timeout: Duration) -> Descriptor? {
    for folder in folders where isTrusted(folder) {
      if let descriptor = try? Socket.connect(unixPath: path(in: folder), timeout: timeout),
        descriptor.hasTrustedPeer()
      {
        return descriptor
      }
    }
    return nil
  }

  /// Whether such a connection can be made.
  package var isTaken: Bool {
    switch connect(timeout: .milliseconds(1)) {
    case .none: false
    case .some: true
    }
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
    var failure = SystemError(call: "mkdir", code: ENOENT)
    for folder in ownFolders {
      do throws(SystemError) {
        return try take(folder, backlog: backlog)
      } catch {
        failure = error
        guard error.isOfPlace else { break }
      }
    }
    throw failure
  }

  private func take(_ folder: String, backlog: Int32) throws(SystemError) -> Place {
    let lock = try Self.lock(folder)
    defer { withExtendedLifetime(lock) {} }
    let path = path(in: folder)
    removeAbandoned(in: folder)
    var status = stat()
    if lstat(path, &status) == 0, status.st_mode & S_IFMT != S_IFSOCK {
      unlink(path)
    }
    guard !isTaken(besides: folder), try SocketFile.vacate(path, patience: Self.patience) else {
      return .taken
    }
    return .free(try Listener(unixPath: path, backlog: backlog))
  }

  /// Whether somebody listens in another folder.
  private func isTaken(besides folder: String) -> Bool {
    let others = folders.filter { $0 != folder && isTrusted($0) }
    guard !others.isEmpty, let table = try? UnixSocketTable() else { return false }
    return others.contains { table.hasListener(at: path(in: $0)) }
  }

  /// Whether a path is where some user's holder may listen.
  package static func isPlace(_ path: String) -> Bool {
    let parts = path.split(separator: "/").suffix(2)
    guard let folder = parts.first, let name = parts.last, parts.count == 2 else { return false }
    let numbers = name.split(separator: "-", omittingEmptySubsequences: false)
    return (folder == "jobctl" || folder.hasPrefix("jobctl-")) && numbers.count == 3
      && numbers.allSatisfy { UInt64($0, radix: 16) != nil }
  }

  /// The sockets on which any user's process listens for the shared one.
  package func listeners(in table: UnixSocketTable) -> Set<UInt32> {
    let listeners = table.entries.filter { entry in
      entry.isListening && entry.path.hasSuffix("/" + name) && Self.isPlace(entry.path)
    }
    return Set(listeners.map(\.inode))
  }

  /// Takes away what holders have left behind that were killed; only while the folder is locked.
  ///
  /// Those that live are not disturbed. What cannot be taken away is in nobody's way.
  private func removeAbandoned(in folder: String) {
    let others = Folder.names(folder).map { "\(folder)/\($0)" }.filter {
      $0 != path(in: folder) && Self.isPlace($0)
    }
    guard !others.isEmpty else { return }
    let table = try? UnixSocketTable()
    for other in others {
      _ = try? SocketFile.vacate(other, patience: .milliseconds(1), table: table)
    }
  }

  /// Whether a socket stands in a folder that nobody else can have put there, for the shared one.
  ///
  /// Where nothing does, as for most, the first call says so.
  private func isTrusted(_ folder: String) -> Bool {
    var status = stat()
    return lstat(path(in: folder), &status) == 0 && status.st_mode & S_IFMT == S_IFSOCK
      && (status.st_uid == geteuid() || status.st_uid == 0) && FolderLock.isOwn(folder)
  }

  /// The folder, made where there is none, and refused where others can get at it.
  private static func lock(_ folder: String) throws(SystemError) -> FolderLock {
    if mkdir(folder, 0o700) == -1, errno != EEXIST {
      throw SystemError(call: "mkdir", code: errno)
    }
    return try FolderLock(folder)
  }
}

extension Rendezvous: Equatable {
  /// Whether both are for the same socket.
  package static func == (one: Rendezvous, other: Rendezvous) -> Bool {
    one.name == other.name
  }
}

extension SystemError {
  /// It would be another one in another folder.
  fileprivate var isOfPlace: Bool {
    [ENAMETOOLONG, EROFS, ENOSPC, EDQUOT, EACCES, ENOENT].contains(code)
  }

  /// It may be over in a moment.
  package var isPassing: Bool {
    isOutOfResources || isLocked || code == ENOSPC || code == EDQUOT
  }
}
