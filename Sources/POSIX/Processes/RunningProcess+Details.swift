import Glibc

/// What proc(5) tells of a process besides its state.
extension RunningProcess {
  /// Every process of this machine.
  package static var all: [RunningProcess] {
    Folder.names("/proc").compactMap { Int32($0) }.sorted().compactMap(
      RunningProcess.init(number:)
    )
  }

  /// The words that it was started with, its name first; empty when that is not told.
  package var commandLine: [String] {
    guard let bytes = try? FileContents.read("/proc/\(number)/cmdline", atMost: 1 << 20) else {
      return []
    }
    return bytes.split(separator: 0, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }.dropLast()
  }

  /// Its folder; nil when that is not told.
  package var workingDirectory: String? {
    Folder.target(ofLink: "/proc/\(number)/cwd")
  }

  /// Its user's name, or number where there is no name.
  ///
  /// Of the names those in passwd(5) alone, since the others take libraries at run time that a
  /// static program does not have.
  package var owner: String? {
    var status = stat()
    guard stat("/proc/\(number)", &status) == 0 else { return nil }
    let text = try? FileContents.read("/etc/passwd", atMost: 1 << 24)
    let entry = String(decoding: text ?? [], as: UTF8.self).split(separator: "\n").first {
      let fields = $0.split(separator: ":", omittingEmptySubsequences: false)
      return fields.count > 2 && fields[2] == "\(status.st_uid)"
    }
    return entry.map { String($0.prefix { $0 != ":" }) } ?? "\(status.st_uid)"
  }

  /// The inode of a socket that it has open under a number; nil when there is none, or none is
  /// told.
  package func socket(at descriptor: String) -> UInt32? {
    Self.socketInode(ofLink: "/proc/\(number)/fd/\(descriptor)")
  }

  /// The processes that have each socket open, among those that this user may look into.
  package static func socketOwners() -> [UInt32: [Int32]] {
    var owners: [UInt32: [Int32]] = [:]
    for number in Folder.names("/proc").compactMap({ Int32($0) }).sorted() {
      let folder = "/proc/\(number)/fd"
      let sockets = Folder.names(folder).compactMap { socketInode(ofLink: "\(folder)/\($0)") }
      for socket in Set(sockets) { owners[socket, default: []].append(number) }
    }
    return owners
  }

  /// `socket:[12345]`.
  private static func socketInode(ofLink path: String) -> UInt32? {
    guard let target = Folder.target(ofLink: path), target.hasPrefix("socket:[") else { return nil }
    return UInt32(target.dropFirst(8).dropLast())
  }
}
