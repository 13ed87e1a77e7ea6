import Foundation
import Glibc

/// A directory of one test's own, removed with everything in it when the last reference goes.
///
/// Its path is short, since the path of a unix socket is limited to 107 bytes.
package final class TemporaryDirectory: Sendable {
  package let path: String

  package init() throws(SupportFailure) {
    let parent = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
    var template = Array("\(parent.utf8.count < 40 ? parent : "/tmp")/jt-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw .system(call: "mkdtemp", errno: errno) }
    path = template.withUnsafeBufferPointer { buffer in
      String(decoding: buffer.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The path of `name` in here, whether or not there is such a file.
  package func path(_ name: String) -> String {
    "\(path)/\(name)"
  }

  /// Writes a file, with its folders, and gives its path.
  @discardableResult
  package func write(
    _ text: String,
    to name: String,
    permissions: Int = 0o644
  ) throws -> String {
    let file = path(name)
    let folder = URL(filePath: file).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: file))
    try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: file)
    return file
  }

  /// The contents of a file, as text.
  package func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path(name))), as: UTF8.self)
  }

  /// The names of what is in here, sorted.
  package func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }
}
