import Foundation

/// A QEMU to test against: the one installed, or one unpacked into a folder, with its programs in `bin/`.
///
/// Tests on real servers are parameterised over `all`, as their first argument, `qemu` or `kind`: by that
/// name `make test-qemu` finds them.
package struct QEMUInstallation: Sendable, Hashable {
  /// Nil for the one installed.
  private let folder: String?
  /// The release, as its programs tell it, such as 7.2.22; empty when there are none.
  package let version: Version

  /// Those in the folders that JOBCTL_TEST_QEMU names, with colons between them, else the one installed.
  package static let all: [QEMUInstallation] = {
    let folders = ProcessInfo.processInfo.environment["JOBCTL_TEST_QEMU"] ?? ""
    let unpacked = folders.split(separator: ":").map { QEMUInstallation(folder: String($0)) }
    return unpacked.isEmpty ? [QEMUInstallation(folder: nil)] : unpacked
  }()

  /// For tests on a server of which the release does not matter.
  package static let any = all[0]

  private init(folder: String?) {
    self.folder = folder
    let tool = Self.tool("qemu-storage-daemon", in: folder)
    let text = (try? CommandRun.succeed(tool, ["--version"])) ?? ""
    version = Version(text.firstMatch(of: /version ([0-9.]+)/).map { String($0.output.1) } ?? "")
  }

  /// The path of one of its programs.
  package func tool(_ name: String) -> String {
    Self.tool(name, in: folder)
  }

  private static func tool(_ name: String, in folder: String?) -> String {
    if let folder { "\(folder)/bin/\(name)" } else { name }
  }
}

extension QEMUInstallation: CustomStringConvertible {
  package var description: String {
    "QEMU \(version)"
  }
}
