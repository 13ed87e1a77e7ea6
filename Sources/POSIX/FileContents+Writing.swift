import Glibc

extension FileContents {
  /// Makes a file of these bytes, with its folder (one of them), readable by everybody (open(2),
  /// write(2)).
  package static func write(_ bytes: [UInt8], to path: String) throws(SystemError) {
    if let slash = path.lastIndex(of: "/") { try makeFolder(String(path[..<slash])) }
    let number = try SystemError.check("open") {
      open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    }
    let descriptor = Descriptor(adopting: number)
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = try SystemError.check("write") {
        rest.withUnsafeBytes { Glibc.write(descriptor.rawValue, $0.baseAddress, $0.count) }
      }
      rest = rest.dropFirst(count)
    }
  }

  /// One that is there already will do (mkdir(2)).
  private static func makeFolder(_ path: String) throws(SystemError) {
    do {
      _ = try SystemError.check("mkdir") { mkdir(path, 0o755) }
    } catch {
      guard error.code == EEXIST else { throw error }
    }
  }

  /// Removes a file (unlink(2)).
  package static func remove(_ path: String) throws(SystemError) {
    _ = try SystemError.check("unlink") { unlink(path) }
  }
}
