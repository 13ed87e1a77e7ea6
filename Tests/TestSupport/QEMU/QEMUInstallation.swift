import Foundation

/// A QEMU to test against: the one installed, or one unpacked into a folder, with its programs in `bin/`.
package struct QEMUInstallation: Sendable, Hashable {
  /// Nil for the one installed.
  package let folder: String?

  package static let installed = QEMUInstallation(folder: nil)

  /// The folders that JOBCTL_TEST_QEMU names, with colons between them.
  package static let unpacked: [QEMUInstallation] = {
    let folders = ProcessInfo.processInfo.environment["JOBCTL_TEST_QEMU"] ?? ""
    return folders.split(separator: ":").map { QEMUInstallation(folder: String($0)) }
  }()

  package static let all = [installed] + unpacked

  /// The one that tests take which need only one: the first folder, else what is installed.
  package static let preferred = unpacked.first ?? installed

  /// The path of one of its programs.
  package func tool(_ name: String) -> String {
    if let folder { "\(folder)/bin/\(name)" } else { name }
  }

  /// The release, as the storage daemon tells it: 7.2.22.
  package func version() throws(SupportFailure) -> String {
    let text = try CommandRun.succeed(tool("qemu-storage-daemon"), ["--version"])
    guard let version = text.firstMatch(of: /version ([0-9.]+)/)?.output.1 else {
      throw .malformed("a version: \(text)")
    }
    return String(version)
  }
}

extension QEMUInstallation: CustomStringConvertible {
  package var description: String {
    folder.map { URL(filePath: $0).lastPathComponent } ?? "installed"
  }
}
