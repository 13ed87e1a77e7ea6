import Foundation

/// The environment that commands under test see.
///
/// It holds nothing of the person's who runs the tests: no socket, no colour, no home.
enum ChildEnvironment {
  private static let passedOn = ["PATH", "TMPDIR", "LD_LIBRARY_PATH", "LLVM_PROFILE_FILE"]

  static func adding(_ variables: [String: String]) -> [String: String] {
    var result = ["HOME": "/nonexistent", "LANG": "C.UTF-8", "TERM": "dumb", "TZ": "UTC"]
    for name in passedOn {
      result[name] = ProcessInfo.processInfo.environment[name]
    }
    return result.merging(variables) { $1 }
  }
}
