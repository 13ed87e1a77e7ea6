import Foundation
import Glibc
import TestSupport

/// The static binary, which `make release` builds.
enum ReleaseBinary {
  static func path() throws -> String {
    let path = GenerateTests.root + "/.build/release/jobctl"
    guard access(path, X_OK) == 0 else {
      throw SupportFailure.toolFailed(command: path, said: "there is none: run 'make release'")
    }
    return path
  }

  /// Runs `make` in the source tree with this binary.
  static func make(
    _ words: [String],
    environment: [String: String] = [:]
  ) throws -> CommandResult {
    try CommandRun.run(
      "make",
      ["--silent", "--no-print-directory", "BINARY=\(try path())"] + words,
      environment: environment,
      directory: GenerateTests.root
    )
  }
}

extension TemporaryDirectory {
  /// The files in here and below, as paths from here, sorted; a link is a file.
  func files() throws -> [String] {
    let root = URL(filePath: path)
    let all = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    return all.filter { name in
      var isFolder: ObjCBool = false
      let file = root.appending(path: name).path(percentEncoded: false)
      return FileManager.default.fileExists(atPath: file, isDirectory: &isFolder)
        && !isFolder.boolValue
    }.sorted()
  }
}
