import Glibc
import TestSupport
import Testing

/// Processes that cannot go on as ones of their own: what looks like /dev/null is none (daemon(3)).
@Suite struct DetachingTests {
  private let place: MeetingPlace
  private let sandbox: Sandbox

  init() throws {
    place = try MeetingPlace()
    sandbox = try Sandbox("--single-client", "--scenario", "tour")
  }

  @Test func `a holder that cannot go on in the background says so and leaves nothing behind`()
    throws
  {
    let hold = try start("hold", "--background", "--listen", place.path("shared"))
    let result = try hold.wait()
    #expect(result.status == 1)
    #expect(result.error.contains("daemon: "), "\(result.error)")
    #expect(try place.sockets() == [])
    #expect(try CommandRun.run("test", ["-e", place.path("shared")]).status == 1)
    #expect(try place.run("list", "-o", "name", at: sandbox.socket).status == 0)
  }

  @Test func `who cannot share goes on alone`() throws {
    let watch = try start("watch")
    try watch.readOutput { $0.contains("is running") }
    #expect(try place.run("hold", "--check", at: sandbox.socket).status == 5)
    withExtendedLifetime(watch) {}
  }

  /// Where nobody but this command sees it, as root, or as one in a user namespace.
  private func start(_ words: String...) throws -> RunningCommand {
    let file = place.path("null")
    let script = ": >\"$1\"; mount --bind \"$1\" /dev/null; shift; exec \"$@\""
    let rights = geteuid() == 0 ? [] : ["--user", "--map-root-user"]
    return try RunningCommand(
      "unshare",
      rights + ["--mount", "sh", "-ec", script, "sh", file, Jobctl.path]
        + Jobctl.arguments(words, at: sandbox.socket),
      environment: place.environment
    )
  }
}
