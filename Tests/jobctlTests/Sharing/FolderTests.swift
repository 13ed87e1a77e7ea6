import Foundation
import Glibc
import TestSupport
import Testing

/// The folder in which those who share a monitor meet.
@Suite struct FolderTests {
  private let place: MeetingPlace
  private let sandbox: Sandbox
  /// Where a holder of the sandbox would listen, from the folder on.
  private let name: String

  init() throws {
    place = try MeetingPlace()
    sandbox = try Sandbox("--scenario", "tour")
    name = try MeetingPlace.name(for: sandbox.socket)
  }

  /// What somebody may have put there so that a command acts on another monitor; `$1` is the folder
  /// of XDG_RUNTIME_DIR, `$2` the name in it.
  @Test(
    arguments: [
      ("a folder that others can read", "mkdir -m 755 $1/jobctl; mv $1/other $1/jobctl/$2"),
      (
        "a link to a folder",
        "mkdir -m 700 $1/elsewhere; mv $1/other $1/elsewhere/$2; ln -s elsewhere $1/jobctl"
      ),
      ("a link to a socket", "mkdir -m 700 $1/jobctl; ln -s ../other $1/jobctl/$2"),
    ]
  )
  func `what is not this user's alone leads nobody to another monitor`(
    _ name: String,
    script: String
  ) throws {
    let other = try startOther()
    try CommandRun.succeed("sh", ["-c", script, "sh", place.path("."), self.name])
    try expectOwnJobs(environment: place.environment)
    withExtendedLifetime(other) {}
  }

  @Test func `what is this user's alone leads there`() throws {
    let other = try startOther()
    let script = "mkdir -m 700 $1/jobctl; mv $1/other $1/jobctl/$2"
    try CommandRun.succeed("sh", ["-c", script, "sh", place.path("."), name])
    #expect(try place.run("list", "-o", "name", at: sandbox.socket) == .ended(0))
    withExtendedLifetime(other) {}
  }

  @Test(.enabled(if: geteuid() == 0, "only root can be somebody else"))
  func `nothing is made in the session of somebody else, and a holder is found all the same`()
    throws
  {
    let session = place.path("session")
    try CommandRun.succeed("mkdir", ["-m", "700", session])
    try CommandRun.succeed("chown", ["65534", session])
    let environment = ["XDG_RUNTIME_DIR": session]
    let words = Jobctl.arguments(["hold"], at: sandbox.socket)
    let holder = try RunningCommand(Jobctl.path, words, environment: environment)
    try holder.readError { $0.contains("' is held for others") }
    #expect(try CommandRun.succeed("ls", ["-A", session]) == "")
    #expect(try place.holder(of: sandbox.socket) == holder.processIdentifier)
    // Nor is there a second one in another folder.
    let second = try place.run("hold", at: sandbox.socket)
    #expect(second.error.contains("is held already"), "\(second)")
    #expect(try place.sockets() == [])
  }

  @Test(arguments: [
    "rm -r $1/jobctl", "rm $1/jobctl/$2", "mv $1/jobctl/$2 $1/elsewhere",
    "mv $1/jobctl $1/elsewhere",
  ])
  func `a holder whose socket is taken away makes another one`(script: String) throws {
    let holder = try place.hold(sandbox.socket)
    try CommandRun.succeed("sh", ["-c", script, "sh", place.path("."), name])
    try place.wait(for: 1)
    #expect(try place.holder(of: sandbox.socket) == holder.processIdentifier)
    holder.send(SIGTERM)
    try holder.wait()
    #expect(try place.sockets() == [])
  }

  /// As the end of a login session does: what lies in its folder is removed, then that is unmounted
  /// while it is in use, and the folder beneath is removed.
  @Test func `a holder outlives the login session in which it began`() throws {
    let script = """
      mkdir "$1/session"; mount -t tmpfs -o mode=700 none "$1/session"
      export XDG_RUNTIME_DIR="$1/session"
      "$2" -s "$3" hold --listen "$1/shared" & holder=$!
      until "$2" -s "$3" hold --check; do :; done 2>/dev/null
      rm -r "$1/session/jobctl"
      until [ -e "$1/session/jobctl/$4" ]; do kill -0 $holder; done
      umount -l "$1/session"; rmdir "$1/session"
      until "$2" -s "$3" hold --check; do kill -0 $holder; done 2>/dev/null
      "$2" -s "$3" list -o name
      "$2" -s "$3" hold --stop
      """
    let rights = geteuid() == 0 ? [] : ["--user", "--map-root-user"]
    let words = [place.path("."), Jobctl.path, sandbox.socket, name]
    let result = try CommandRun.run(
      "unshare",
      rights + ["--mount", "sh", "-ec", script, "sh"] + words
    )
    #expect(result.status == 0, "\(result)")
    #expect(result.lines.contains("mirror0"))
  }

  @Test func `where a path is too long for the first folder the next one serves`() throws {
    let session = place.path(String(repeating: "s", count: 80))
    try CommandRun.succeed("mkdir", ["-m", "700", session])
    let holder = try RunningCommand(
      Jobctl.path,
      Jobctl.arguments(["hold"], at: sandbox.socket),
      environment: ["XDG_RUNTIME_DIR": session]
    )
    try holder.readError { $0.contains("' is held for others") }
    #expect(try place.holder(of: sandbox.socket) == holder.processIdentifier)
  }

  @Test func `one who cannot make another socket lets the monitor go`() throws {
    let holder = try place.hold(sandbox.socket)
    let script = "chmod 755 $1/jobctl; rm $1/jobctl/$2"
    try CommandRun.succeed("sh", ["-c", script, "sh", place.path("."), name])
    let result = try holder.wait()
    #expect(result.status == 1)
    #expect(result.error.contains("is held no longer"), "\(result)")
    #expect(try place.run("list", "--no-share", "-o", "name", at: sandbox.socket).status == 0)
  }

  @Test func `a folder that depends on where one stands is none`() throws {
    let other = try startOther()
    let script = "mkdir -m 700 $1/jobctl; mv $1/other $1/jobctl/$2"
    try CommandRun.succeed("sh", ["-c", script, "sh", place.path("."), name])
    try expectOwnJobs(environment: ["XDG_RUNTIME_DIR": "."])
    withExtendedLifetime(other) {}
  }

  @Test(arguments: ["mkdir -m 755 $1/jobctl", "ln -s . $1/jobctl", "touch $1/jobctl"])
  func `a holder says when the folder is not its user's alone`(script: String) throws {
    try CommandRun.succeed("sh", ["-c", script, "sh", place.path(".")])
    let result = try place.run("hold", at: sandbox.socket)
    #expect(result.status == 1)
    #expect(result.error.hasSuffix("its folder must be this user's alone\n"), "\(result.error)")
  }

  @Test func `other holders are not disturbed by those who begin to share`() throws {
    let jobs = FakeJobs(["j": FakeJobs.Job()])
    let holder = try FakeMonitor { jobs.answer($0) }
    let path = place.path("jobctl/1-2-3")
    try CommandRun.succeed("mkdir", ["-m", "700", place.path("jobctl")])
    try CommandRun.succeed("mv", [holder.address, path])
    let watch = try place.watch(sandbox.socket)
    #expect(try Jobctl.run("list", "-o", "name", at: path) == .ended(0, output: "j\n"))
    // Who came before would have been served before.
    #expect(holder.log.connections.count == 1)
    withExtendedLifetime(watch) {}
  }

  @Test func `who keeps the folder locked keeps nobody from the monitor`() throws {
    try CommandRun.succeed("mkdir", ["-m", "700", place.path("jobctl")])
    let script = "echo locked; read -r line"
    let words = [place.path("jobctl"), "sh", "-c", script]
    let locker = try RunningCommand("flock", words, input: .pipe)
    try locker.expect("locked\n")
    let watch = try place.watch(sandbox.socket)
    #expect(try place.sockets() == [])
    let result = try place.run("hold", at: sandbox.socket)
    #expect(result.status == 1)
    #expect(result.error.hasSuffix("another process has its folder locked\n"), "\(result.error)")
    withExtendedLifetime((locker, watch)) {}
  }

  /// A monitor without jobs, which is younger than the sandbox.
  private func startOther() throws -> RunningCommand {
    let words = ["sandbox", "--scenario", "quiet", "--listen", place.path("other")]
    let other = try RunningCommand(Jobctl.path, words)
    try other.readError { $0.contains("jobctl list\n") }
    return other
  }

  private func expectOwnJobs(environment: [String: String]) throws {
    let list = try RunningCommand(
      Jobctl.path,
      Jobctl.arguments(["list", "-o", "name"], at: sandbox.socket),
      environment: environment,
      directory: place.path(".")
    )
    let result = try list.wait()
    #expect(result.status == 0)
    #expect(!result.output.isEmpty)
  }
}
