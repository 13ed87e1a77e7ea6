import Foundation
import TestSupport
import Testing

/// The Debian package, in a root of its own.
@Suite struct PackageTests {
  @Test func `it installs, runs and purges cleanly, and lintian finds no error`() throws {
    let folder = try TemporaryDirectory()
    let package = try Self.build(in: folder)
    let lintian = try CommandRun.run("lintian", ["--allow-root", "--fail-on", "error", package])
    #expect(lintian.status == 0, "\(lintian)")

    let root = try TemporaryDirectory()
    try root.write("", to: "var/lib/dpkg/status")
    try FileManager.default.createDirectory(
      atPath: root.path("var/lib/dpkg/updates"),
      withIntermediateDirectories: true
    )
    let before = try root.files().filter { !$0.hasPrefix("var/lib/dpkg/") }
    try Self.dpkg(["-i", package], in: root)
    #expect(try CommandRun.run(root.path("usr/bin/jobctl"), ["version"]) == Jobctl.run("version"))
    for file in [
      "usr/share/bash-completion/completions/jobctl", "usr/share/zsh/vendor-completions/_jobctl",
      "usr/share/fish/vendor_completions.d/jobctl.fish", "usr/share/man/man1/jobctl.1.gz",
      "usr/share/doc/jobctl/copyright",
    ] {
      #expect(try root.files().contains(file), "\(file)")
    }
    try Self.dpkg(["--purge", "jobctl"], in: root)
    #expect(try root.files().filter { !$0.hasPrefix("var/lib/dpkg/") } == before)
    #expect(!FileManager.default.fileExists(atPath: root.path("usr")))
  }

  /// Makes the package, and gives its path.
  private static func build(in folder: TemporaryDirectory) throws -> String {
    let version = try Jobctl.run("version").output.split(separator: " ").last.map(String.init) ?? ""
    let result = try CommandRun.run(
      ".packaging/deb",
      [try ReleaseBinary.path(), version.trimmingCharacters(in: .newlines), folder.path],
      environment: ["DEBFULLNAME": "jobctl maintainers", "DEBEMAIL": "jobctl@debian.org"],
      directory: GenerateTests.root
    )
    guard result.status == 0, let path = result.lines.last else {
      throw SupportFailure.toolFailed(command: "deb", said: result.description)
    }
    return String(path)
  }

  private static func dpkg(_ words: [String], in root: TemporaryDirectory) throws {
    let options = [
      "--root=\(root.path)", "--log=/dev/null", "--force-not-root", "--force-script-chrootless",
      "--force-bad-path",
    ]
    let result = try CommandRun.run("dpkg", options + words)
    #expect(result.status == 0, "\(result)")
  }
}
