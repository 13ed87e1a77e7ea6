import Glibc

/// A unix socket that waits for clients; its path goes with it, and the folder that was made for
/// it.
package final class Listener {
  private let descriptor: Descriptor
  package let path: String
  /// The same from the root on.
  private let place: String
  private let folder: String?
  private let backlog: Int32
  /// What stands at the path by the end may be somebody else's.
  private let file: FileIdentity?
  private var hasPath = true

  /// Binds to `qmp` in a new folder, in TMPDIR or /tmp, whose name begins with `prefix`
  /// (mkdtemp(3)).
  package static func inPrivateFolder(
    prefix: String,
    backlog: Int32
  ) throws(SystemError) -> Listener {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/\(prefix).XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw SystemError(call: "mkdtemp", code: errno) }
    let folder = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    do throws(SystemError) {
      return try Listener(unixPath: "\(folder)/qmp", backlog: backlog, folder: folder)
    } catch {
      rmdir(folder)
      throw error
    }
  }

  /// Binds to a path that must not exist, for its owner only; `backlog` is that of listen(2).
  package convenience init(unixPath path: String, backlog: Int32) throws(SystemError) {
    try self.init(unixPath: path, backlog: backlog, folder: nil)
  }

  /// The same, where a socket on which nobody listens any more may stand in the way.
  ///
  /// Two who try at once are kept apart by a lock on the folder; throws EWOULDBLOCK when somebody has
  /// it for longer than a second.
  package convenience init(replacing path: String, backlog: Int32) throws(SystemError) {
    let lock = try FolderLock.around(path)
    defer { withExtendedLifetime(lock) {} }
    let table = try? UnixSocketTable()
    guard try SocketFile.vacate(path, patience: .milliseconds(1), table: table) else {
      throw SystemError(call: "bind", code: EADDRINUSE)
    }
    try self.init(unixPath: path, backlog: backlog, folder: nil)
  }

  private init(unixPath path: String, backlog: Int32, folder: String?) throws(SystemError) {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    guard path.utf8.count <= Socket.maximumPathLength else {
      throw SystemError(call: "bind", code: ENAMETOOLONG)
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let number = try SystemError.check("socket") { socket(AF_UNIX, type, 0) }
    let descriptor = Descriptor(adopting: number)
    // Linux makes the file with the mode of the socket, so no umask has to change meanwhile.
    _ = try SystemError.check("fchmod") { fchmod(number, 0o600) }
    _ = try SystemError.check("bind") {
      withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
      }
    }
    _ = try SystemError.check("listen") { listen(number, backlog) }
    self.path = path
    self.place = Folder.absolute(path)
    self.folder = folder
    self.backlog = backlog
    self.file = FileIdentity(of: path)
    self.descriptor = descriptor
  }

  deinit {
    remove()
  }

  /// Has the set wait for a client.
  package func add(to readiness: inout PollSet) -> PollSet.Entry {
    readiness.add(descriptor, .readable)
  }

  /// Whether its path still leads here.
  package var isInPlace: Bool {
    FileIdentity(of: place) == file
  }

  /// Leaves path and folder to another process, which has inherited the socket.
  func giveAway() {
    hasPath = false
  }

  /// Takes the path away: nobody comes any more.
  package func remove() {
    guard hasPath else { return }
    hasPath = false
    if isInPlace { unlink(place) }
    if let folder { rmdir(folder) }
  }

  /// The number under which another process inherits it.
  var number: Int32 {
    descriptor.rawValue
  }

  /// Lets clients see this process at the other end, which did not make the socket.
  func claim() throws(SystemError) {
    let number = descriptor.rawValue
    _ = try SystemError.check("listen") { listen(number, backlog) }
  }

  /// The next client; nil when none waits, or when it has gone again.
  package func accept() throws(SystemError) -> Descriptor? {
    let number = Glibc.accept(descriptor.rawValue, nil, nil)
    if number != -1 {
      let client = Descriptor(adopting: number)
      _ = fcntl(number, F_SETFD, FD_CLOEXEC)
      try client.setNonBlocking()
      return client
    }
    switch errno {
    case EAGAIN, EINTR, ECONNABORTED: return nil
    case let code: throw SystemError(call: "accept", code: code)
    }
  }
}
