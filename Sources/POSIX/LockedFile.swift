import Glibc

/// A private file that several processes change, each while it has it locked (flock(2)).
package struct LockedFile: ~Copyable {
  private let descriptor: Descriptor
  private let path: String

  /// Opens and locks a file, which is made where there is none; waits for whoever has it locked.
  ///
  /// Its folders are made, too. Others than the owner cannot read it.
  package static func open(_ path: String) throws(SystemError) -> LockedFile {
    let path = target(of: path)
    try makeFolders(of: path)
    while true {
      let number = try SystemError.check("open") {
        Glibc.open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0o600)
      }
      let file = LockedFile(descriptor: Descriptor(adopting: number), path: path)
      _ = try SystemError.check("flock") { flock(number, LOCK_EX) }
      // Somebody may have put another file in its place meanwhile.
      guard try file.isInPlace else { continue }
      _ = try SystemError.check("fchmod") { fchmod(number, 0o600) }
      return file
    }
  }

  private init(descriptor: consuming Descriptor, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  private var isInPlace: Bool {
    get throws(SystemError) {
      let number = descriptor.rawValue
      var opened = stat()
      _ = try SystemError.check("fstat") { fstat(number, &opened) }
      guard opened.st_mode & S_IFMT == S_IFREG else {
        throw SystemError(call: "open", code: EINVAL)
      }
      var named = stat()
      return stat(path, &named) == 0 && named.st_dev == opened.st_dev
        && named.st_ino == opened.st_ino
    }
  }

  /// All of it; EFBIG where there are more bytes than `limit`.
  package borrowing func read(atMost limit: Int) throws(SystemError) -> [UInt8] {
    try FileContents.read(from: descriptor, atMost: limit)
  }

  package borrowing func append(_ bytes: [UInt8]) throws(SystemError) {
    try descriptor.write(bytes)
  }

  /// Puts a new file in its place, complete at once; this one goes with its lock.
  package consuming func replace(with bytes: [UInt8]) throws(SystemError) {
    let new = path + ".new"
    let number = try SystemError.check("open") {
      Glibc.open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    }
    let descriptor = Descriptor(adopting: number)
    do throws(SystemError) {
      try descriptor.write(bytes)
      _ = try SystemError.check("rename") { rename(new, path) }
    } catch {
      unlink(new)
      throw error
    }
  }

  /// Gives it another name beside its own, one that is free, and answers that.
  package consuming func setAside() throws(SystemError) -> String {
    var number = 1
    while true {
      let name = "\(path).\(number)"
      // link(2) never replaces what is there, as rename(2) would.
      if link(path, name) == 0 {
        _ = try SystemError.check("unlink") { unlink(path) }
        return name
      }
      guard errno == EEXIST, number < 1000 else { throw SystemError(call: "link", code: errno) }
      number += 1
    }
  }

  /// What a link leads to, so that the link stays one (realpath(3)).
  private static func target(of path: String) -> String {
    guard let target = realpath(path, nil) else { return path }
    defer { free(target) }
    return String(cString: target)
  }

  private static func makeFolders(of path: String) throws(SystemError) {
    var folder = ""
    for name in path.split(separator: "/").dropLast() {
      folder += "/" + name
      guard mkdir(folder, 0o700) == -1, errno != EEXIST else { continue }
      let code = errno
      // Folders that others made may forbid it, and are there.
      guard access(folder, F_OK) != 0 else { continue }
      throw SystemError(call: "mkdir", code: code)
    }
  }
}
