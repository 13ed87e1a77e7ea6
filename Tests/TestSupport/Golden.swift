import Foundation
package import Testing

/// Texts that are committed beside the tests, in `Golden/<suite>/<name>.txt` of the test target's folder.
package enum Golden {
  /// True when the person running the tests asked for it.
  package static let isRecording = ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1"

  /// Compares a text with the committed one; an issue is recorded where they differ.
  ///
  /// With RECORD_GOLDEN=1 in the environment it writes the file instead, and fails, so that nobody
  /// records by accident. `filePath` is that of a source file of the test target.
  package static func check(
    _ text: String,
    named name: String,
    in suite: String,
    filePath: String = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    guard let complaint = complaint(about: text, named: name, in: suite, filePath: filePath) else {
      return
    }
    Issue.record(Comment(rawValue: complaint), sourceLocation: sourceLocation)
  }

  /// What `check` records as an issue; nil when the text is the committed one.
  package static func complaint(
    about text: String,
    named name: String,
    in suite: String,
    filePath: String,
    isRecording: Bool = Golden.isRecording
  ) -> String? {
    let file = targetFolder(of: filePath).appending(path: "Golden/\(suite)/\(name).txt")
    let committed = try? String(contentsOf: file, encoding: .utf8)
    guard committed != text else { return nil }
    if isRecording { return record(text, in: file) }
    guard let committed else {
      return "there is no \(file.path()) for:\n\(text)\n\(advice(suite))"
    }
    return "differs from \(file.path()):\n\(LineDiff.between(committed, text))\n\(advice(suite))"
  }

  private static func record(_ text: String, in file: URL) -> String {
    do {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(),
        withIntermediateDirectories: true
      )
      try Data(text.utf8).write(to: file)
      return "recorded \(file.path()): look at it, then run the tests again without RECORD_GOLDEN"
    } catch {
      return "cannot record \(file.path()): \(error)"
    }
  }

  private static func advice(_ suite: String) -> String {
    "if that is right, record it: RECORD_GOLDEN=1 swift test --filter \(suite)"
  }

  /// The folder below `Tests` that a source file is in.
  private static func targetFolder(of filePath: String) -> URL {
    var folder = URL(filePath: filePath).deletingLastPathComponent()
    while folder.pathComponents.count > 1,
      folder.deletingLastPathComponent().lastPathComponent != "Tests"
    {
      folder.deleteLastPathComponent()
    }
    return folder
  }
}
