import Foundation

/// The executables of this package, which lie beside the test runner.
package enum BuiltProducts {
  /// Where `swift build` put everything.
  package static let directory: String = {
    let runner = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    return runner.deletingLastPathComponent().path(percentEncoded: false)
  }()

  /// The path of an executable product; the test target must depend on its target.
  package static func path(_ name: String) -> String {
    URL(filePath: directory).appending(path: name).path(percentEncoded: false)
  }
}
