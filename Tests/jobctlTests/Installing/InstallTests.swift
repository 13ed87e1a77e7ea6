import Foundation
import Glibc
import TestSupport
import Testing

@Suite struct InstallTests {
  private let root: TemporaryDirectory

  init() throws {
    root = try TemporaryDirectory()
  }

  private static let pages = ManualLintTests.pages.map { page in
    "share/man/man\(page.suffix(1))/\(page)"
  }

  private static func installed(zsh: String) -> Set<String> {
    Set(
      [
        "bin/jobctl", "share/bash-completion/completions/jobctl", "share/\(zsh)/_jobctl",
        "share/fish/vendor_completions.d/jobctl.fish",
      ] + pages
    )
  }

  @Test func `everything goes where the shells and man look for it, and away again`() throws {
    try root.write("another's\n", to: "usr/share/man/man1/another.1")
    try make("install", "PREFIX=/usr")
    let expected = Self.installed(zsh: "zsh/site-functions").map { "usr/\($0)" }
    #expect(Set(try root.files()) == Set(expected + ["usr/share/man/man1/another.1"]))
    for file in expected {
      let mode = try FileManager.default.attributesOfItem(atPath: root.path(file))[
        .posixPermissions
      ]
      #expect(mode as? Int == (file == "usr/bin/jobctl" ? 0o755 : 0o644))
    }
    let version = try CommandRun.run(root.path("usr/bin/jobctl"), ["version"])
    #expect(try version == Jobctl.run("version"))
    try make("uninstall", "PREFIX=/usr")
    #expect(try root.files() == ["usr/share/man/man1/another.1"])
  }

  @Test func `each place can be another`() throws {
    let places = [
      "bindir=/b", "mandir=/m", "bashdir=/c/bash", "zshdir=/c/zsh", "fishdir=/c/fish",
    ]
    try make(["install"] + places)
    let files = try root.files()
    #expect(files.contains("b/jobctl") && files.contains("m/man1/jobctl.1"))
    #expect(
      Set(files.filter { $0.hasPrefix("c/") }) == [
        "c/bash/jobctl", "c/zsh/_jobctl", "c/fish/jobctl.fish",
      ]
    )
    #expect(files.allSatisfy { "bmc".contains($0.prefix(1)) })
    try make(["uninstall"] + places)
    #expect(try root.files().isEmpty)
  }

  @Test func `the installed binary is stripped and needs no library`() throws {
    try make("install", "PREFIX=")
    let headers = try CommandRun.succeed("readelf", ["-lS", root.path("bin/jobctl")])
    #expect(!headers.contains("INTERP") && !headers.contains(".symtab"))
  }

  // MARK: - Found by those who look

  @Test func `man finds every page`() throws {
    try make("install", "PREFIX=")
    for page in ManualLintTests.pages {
      let parts = page.split(separator: ".")
      let found = try CommandRun.run(
        "man",
        ["-M", root.path("share/man"), "-w", String(parts[1]), String(parts[0])]
      )
      #expect(found == .ended(0, output: root.path("share/man/man\(parts[1])/\(page)\n")))
    }
  }

  @Test func `bash loads the script at the first Tab`() throws {
    try make("install", "PREFIX=")
    let script = """
      . /usr/share/bash-completion/bash_completion
      _completion_loader jobctl
      complete -p jobctl
      """
    let result = try CommandRun.run("bash", ["--norc", "-c", script], environment: environment)
    #expect(result.output == "complete -F _jobctl jobctl\n")
  }

  @Test func `fish loads the script at the first Tab`() throws {
    try make("install", "PREFIX=")
    let result = try CommandRun.run(
      "fish",
      ["-c", "complete -C 'jobctl pau'"],
      environment: environment
    )
    #expect(result.output.hasPrefix("pause\t"))
  }

  @Test func `compinit finds the script for zsh`() throws {
    try make("install", "PREFIX=")
    let script =
      "fpath+=(\(root.path("share/zsh/site-functions"))); autoload -U compinit; compinit -u -D; print $_comps[jobctl]"
    let result = try CommandRun.run("zsh", ["-f", "-c", script], environment: environment)
    #expect(result.output == "_jobctl\n")
  }

  private var environment: [String: String] {
    [
      "HOME": root.path, "XDG_DATA_DIRS": "\(root.path("share")):/usr/share",
      "PATH": "\(root.path("bin")):\(ProcessInfo.processInfo.environment["PATH"] ?? "")",
    ]
  }

  private func make(_ words: String...) throws {
    try make(words)
  }

  private func make(_ words: [String]) throws {
    #expect(try ReleaseBinary.make(["DESTDIR=\(root.path)"] + words) == .ended(0))
  }
}
