import CommandTable

/// A file of the source tree that follows from the command table.
package struct GeneratedFile: Hashable, Sendable {
  package static let folders = ["completions", "man"]

  /// Below the root of the source tree: `completions/_jobctl`.
  package let path: String
  package let text: String

  package static var all: [GeneratedFile] {
    Shell.allCases.map { GeneratedFile(path: "completions/\($0.fileName)", text: $0.script) }
  }
}
