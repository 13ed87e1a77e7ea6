import CLinux
import Glibc

/// The unix sockets of this machine, from the kernel itself (NETLINK_SOCK_DIAG, sock_diag(7)).
package struct UnixSocketTable {
  package struct Entry: Hashable, Sendable {
    package let inode: UInt32
    /// The other end's; nil for a socket that is not connected.
    package let peer: UInt32?
    /// What it is bound to; empty for one without a name.
    package let path: String
    /// The file that it is bound to.
    package let file: FileIdentity?
    package let isListening: Bool

    package init(
      inode: UInt32,
      peer: UInt32? = nil,
      path: String,
      file: FileIdentity?,
      isListening: Bool
    ) {
      self.inode = inode
      self.peer = peer
      self.path = path
      self.file = file
      self.isListening = isListening
    }
  }

  package let entries: [Entry]

  package init(entries: [Entry]) {
    self.entries = entries
  }

  /// The sockets whose other end was made by a listener on `path`: the clients that it serves.
  ///
  /// The path that the listener bound may be another one to the same file.
  package func clients(of path: String) -> Set<UInt32> {
    Set(bound(to: path).filter { !$0.isListening && $0.inode != 0 }.compactMap(\.peer))
  }

  /// The sockets that listen on `path`.
  package func listeners(on path: String) -> Set<UInt32> {
    Set(bound(to: path).filter(\.isListening).map(\.inode))
  }

  /// Whether somebody listens on the very file at `path`, and not on one that has its name elsewhere.
  func hasListener(at path: String) -> Bool {
    let files = files(at: path)
    return entries.contains { $0.isListening && $0.file.map(files.contains) == true }
  }

  private func bound(to path: String) -> [Entry] {
    let files = files(at: path)
    return entries.filter { $0.path == path || $0.file.map(files.contains) == true }
  }

  /// What the kernel may have entered for the file at a path.
  private func files(at path: String) -> [FileIdentity] {
    guard let file = FileIdentity(of: path) else { return [] }
    let alike = entries.compactMap(\.file).filter { $0.inode == file.inode }
    guard !alike.isEmpty, !alike.contains(file) else { return [file] }
    return [file] + [FileIdentity.inFileSystem(path)].compactMap(\.self)
  }

  /// Asks the kernel.
  package init() throws(SystemError) {
    let number = try SystemError.check("socket") {
      socket(AF_NETLINK, Int32(SOCK_RAW.rawValue | SOCK_CLOEXEC.rawValue), NETLINK_SOCK_DIAG)
    }
    let descriptor = Descriptor(adopting: number)
    var request = clinux_unix_request()
    let size = MemoryLayout<clinux_unix_request>.size
    request.header.nlmsg_len = UInt32(size)
    request.header.nlmsg_type = UInt16(SOCK_DIAG_BY_FAMILY)
    request.header.nlmsg_flags = UInt16(NLM_F_REQUEST | NLM_F_ROOT | NLM_F_MATCH)
    request.body.sdiag_family = UInt8(AF_UNIX)
    request.body.udiag_states = UInt32.max
    request.body.udiag_show = UInt32(UDIAG_SHOW_NAME | UDIAG_SHOW_VFS | UDIAG_SHOW_PEER)
    _ = try withUnsafeBytes(of: &request) { bytes throws(SystemError) in
      try SystemError.check("send") { Glibc.send(number, bytes.baseAddress, size, 0) }
    }
    var entries: [Entry] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while let count = try descriptor.read(into: &buffer), count > 0 {
      guard Self.read(buffer.prefix(count), into: &entries) else { break }
    }
    self.entries = entries
  }

  // MARK: - Messages

  /// Takes the messages of one datagram; false at the last one.
  private static func read(_ bytes: ArraySlice<UInt8>, into entries: inout [Entry]) -> Bool {
    var rest = bytes
    while let header = load(nlmsghdr.self, from: rest) {
      let length = Int(header.nlmsg_len)
      guard length >= MemoryLayout<nlmsghdr>.size, length <= rest.count,
        Int32(header.nlmsg_type) != NLMSG_DONE, Int32(header.nlmsg_type) != NLMSG_ERROR
      else { return false }
      let body = rest.prefix(length).dropFirst(MemoryLayout<nlmsghdr>.size)
      if let entry = entry(body) { entries.append(entry) }
      rest = rest.dropFirst(aligned(length))
    }
    return true
  }

  /// A `unix_diag_msg` with its attributes.
  private static func entry(_ bytes: ArraySlice<UInt8>) -> Entry? {
    guard let message = load(unix_diag_msg.self, from: bytes) else { return nil }
    var rest = bytes.dropFirst(MemoryLayout<unix_diag_msg>.size)
    var path = ""
    var peer: UInt32?
    var file: FileIdentity?
    while let attribute = load(nlattr.self, from: rest) {
      let length = Int(attribute.nla_len)
      guard length >= MemoryLayout<nlattr>.size, length <= rest.count else { break }
      let value = rest.prefix(length).dropFirst(MemoryLayout<nlattr>.size)
      switch Int(attribute.nla_type) {
      case Int(UNIX_DIAG_NAME): path = String(decoding: value.prefix { $0 != 0 }, as: UTF8.self)
      case Int(UNIX_DIAG_PEER): peer = load(UInt32.self, from: value)
      case Int(UNIX_DIAG_VFS):
        file = load(unix_diag_vfs.self, from: value).map {
          FileIdentity(device: $0.udiag_vfs_dev, inode: $0.udiag_vfs_ino)
        }
      default: break
      }
      rest = rest.dropFirst(aligned(length))
    }
    // TCP_LISTEN is what the kernel calls a listening unix socket, too.
    return Entry(
      inode: message.udiag_ino,
      peer: peer,
      path: path,
      file: file,
      isListening: message.udiag_state == 10
    )
  }

  private static func load<Value: BitwiseCopyable>(
    _ type: Value.Type,
    from bytes: ArraySlice<UInt8>
  ) -> Value? {
    guard bytes.count >= MemoryLayout<Value>.size else { return nil }
    return bytes.withUnsafeBytes { $0.loadUnaligned(as: type) }
  }

  private static func aligned(_ length: Int) -> Int {
    (length + 3) & ~3
  }
}
