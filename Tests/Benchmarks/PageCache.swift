import Foundation
import Glibc

/// What the kernel keeps of files.
enum PageCache {
  /// Makes a copy of a program whose pages are read from the disk when they are asked for, as after
  /// a start of the machine: in small pieces, while a file just written is there in large ones.
  static func evictedCopy(of program: String, at path: String) throws {
    try? FileManager.default.removeItem(atPath: path)
    try FileManager.default.copyItem(atPath: program, toPath: path)
    let file = try FileHandle(forReadingFrom: URL(filePath: path))
    try file.synchronize()
    let code = posix_fadvise(file.fileDescriptor, 0, 0, POSIX_FADV_DONTNEED)
    guard code == 0 else {
      throw Failure(reason: "\(path) stays in the page cache: \(String(cString: strerror(code)))")
    }
  }
}
