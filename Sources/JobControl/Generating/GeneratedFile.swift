import CommandTable

/// A file of the source tree that follows from the command table.
package struct GeneratedFile: Hashable, Sendable {
  package static let folders = ["completions", "man"]

  /// Below the root of the source tree: `completions/_jobctl`.
  package let path: String
  package let text: String

  package static var all: [GeneratedFile] {
    let manual = Manual(
      version: Version.current,
      date: Version.date,
      exitStatuses: ExitStatus.allCases.map { ($0.rawValue, $0.summary) }
    )
    return Shell.allCases.map { GeneratedFile(path: "completions/\($0.fileName)", text: $0.script) }
      + manual.pages.map { GeneratedFile(path: $0.path, text: $0.text) }
  }
}
