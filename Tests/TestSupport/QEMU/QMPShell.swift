import Foundation

/// The qmp-shell of Python's qemu.qmp, as `make test` installs it.
package enum QMPShell {
  private static let program = URL(filePath: #filePath)
    .appending(path: "../../../../.build/qemu.qmp/bin/qmp-shell").standardized.path()

  /// Whether it could be had.
  package static var isInstalled: Bool {
    FileManager.default.isExecutableFile(atPath: program)
  }

  /// A shell that is connected, or about to be, to the monitor at `path`, and is typed to.
  package static func start(at path: String) throws(SupportFailure) -> RunningCommand {
    try RunningCommand(
      program,
      [path],
      environment: ["PYTHONUNBUFFERED": "1"],
      input: .pipe
    )
  }
}
