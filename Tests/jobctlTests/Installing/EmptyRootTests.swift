import Foundation
import Glibc
import TestSupport
import Testing

/// The static binary where there is nothing else: no library, no /proc, no /dev.
@Suite struct EmptyRootTests {
  private let root: TemporaryDirectory

  init() throws {
    root = try TemporaryDirectory()
    try FileManager.default.copyItem(
      atPath: try ReleaseBinary.path(),
      toPath: root.path("jobctl")
    )
    try FileManager.default.createDirectory(
      atPath: root.path("usr/share/terminfo/x"),
      withIntermediateDirectories: true
    )
    try FileManager.default.copyItem(
      atPath: "/lib/terminfo/x/xterm",
      toPath: root.path("usr/share/terminfo/x/xterm")
    )
  }

  @Test(arguments: [["version"], ["help"], ["explain", "paused"], ["completion", "bash"]])
  func `what needs no server`(_ words: [String]) throws {
    #expect(try run(words) == Jobctl.run(words))
  }

  @Test func `a sandbox, and a client of it`() throws {
    let words = ["--scenario", "quiet", "--listen", "/qmp", "--", "/jobctl", "list", "-o", "json"]
    #expect(try run(["sandbox"] + words) == .ended(0, output: "[]\n"))
  }

  @Test func `an error is told as everywhere`() throws {
    let result = try run(["list", "-s", "/none"])
    #expect(result.status == 5)
    #expect(result.error.hasPrefix("jobctl: cannot connect to '/none': there is no such socket"))
  }

  @Test func `what the runtime needs to start is not handed on`() throws {
    let words = [
      "sandbox", "--scenario", "quiet", "--listen", "/qmp", "--", "/sh", "-c", "export",
    ]
    try FileManager.default.copyItem(atPath: "/bin/busybox", toPath: root.path("sh"))
    let result = try run(words)
    #expect(result.status == 0 && result.output.contains("JOBCTL_SOCKET"))
    #expect(!result.output.contains("SWIFT_ROOT"))
  }

  /// As root, or as one in a user namespace.
  private func run(_ words: [String]) throws -> CommandResult {
    let chroot = ["chroot", root.path, "/jobctl"] + words
    return geteuid() == 0
      ? try CommandRun.run(chroot[0], Array(chroot.dropFirst()))
      : try CommandRun.run("unshare", ["--user", "--map-root-user"] + chroot)
  }
}
