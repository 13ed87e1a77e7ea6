import Glibc

/// What folders hold (readdir(3), readlink(2)).
package enum Folder {
  /// The names but `.` and `..`, folders with a slash behind; empty for one that cannot be read.
  package static func entries(_ path: String) -> [String] {
    names(path).filter { $0 != "." && $0 != ".." }.map { name in
      (try? FileKind(at: "\(path)/\(name)")) == .directory ? name + "/" : name
    }
  }

  /// A path from the root on (getcwd(3)); as it is where nobody tells what it begins with.
  static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
    defer { free(folder) }
    return "\(String(cString: folder))/\(path)"
  }

  /// Empty for a folder that cannot be read.
  static func names(_ path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      // An entry ends with its name, wherever the structure of C does: it must not be copied whole.
      guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { break }
      let name = UnsafeRawPointer(entry).advanced(by: offset)
      names.append(String(cString: name.assumingMemoryBound(to: UInt8.self)))
    }
    return names
  }

  static func target(ofLink path: String) -> String? {
    var buffer = [CChar](repeating: 0, count: 256)
    let count = readlink(path, &buffer, buffer.count)
    guard count > 0 else { return nil }
    return String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
