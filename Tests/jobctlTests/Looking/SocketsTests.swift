import Foundation
import Glibc
import TestSupport
import Testing

/// The monitors of this machine, found without being told.
@Suite struct SocketsTests {
  /// The row of one socket; others may come and go.
  private func row(of path: String) throws -> JSON? {
    let result = try Jobctl.run("sockets", "-o", "jsonl")
    #expect(result.status == 0)
    return try Self.row(of: path, in: result)
  }

  private static func row(of path: String, in result: CommandResult) throws -> JSON? {
    try result.lines.map { try JSON(parsing: $0) }.first { $0["address"] == .string(path) }
  }

  @Test(arguments: QEMUInstallation.all)
  func `a monitor is found, and who has it`(qemu: QEMUInstallation) throws {
    let daemon = try StorageDaemon(monitors: 2, of: qemu)
    try daemon.hold(.running, "j")
    let watch = try Jobctl.start("watch", at: daemon.socket(0))
    try watch.expect("is running")
    let held = try #require(try row(of: daemon.socket(0)))
    #expect(held["state"] == "held")
    let answer = try Jobctl.run(["hold", "--check"], at: daemon.socket(0)).output
    let words = /held by (jobctl watch \(pid [0-9]+\)), for jobctl watch \(pid ([0-9]+)\)\n/
    let match = try #require(answer.wholeMatch(of: words), "\(answer)")
    #expect(held["held-by"] == .string("\(match.output.1), shared"))
    #expect(Int32(match.output.2) == watch.processIdentifier)
    #expect(held["pid"] == .integer(Int(daemon.processIdentifier)))
    #expect(held["process"] == "qemu-storage-da")
    let free = try #require(try row(of: daemon.socket(1)))
    #expect(free["state"] == "free" && free["held-by"] == nil && free["version"] == nil)
    withExtendedLifetime(watch) {}
  }

  @Test(arguments: QEMUInstallation.all)
  func `those that are free are asked, and no others`(qemu: QEMUInstallation) throws {
    let folder = try TemporaryDirectory()
    let script = """
      "$3" -s "$2/held.qmp" hold --background
      "$3" sockets --probe -o jsonl
      kill -STOP $!
      "$3" sockets --probe -o jsonl
      """
    let result = try Self.inWorldOfItsOwn(script, qemu, folder)
    #expect(result.status == 0, "\(result)")
    let rows = try result.lines.map { try JSON(parsing: $0) }
    let states = rows.map { "\($0["state"]?.string ?? "")\($0["version"] == nil ? "" : ", asked")" }
    #expect(states == ["free, asked", "held", "stopped", "stopped"])
    #expect(rows[0]["address"] == .string(folder.path("free.qmp")))
    #expect(rows[0]["version"] == .string(try StorageDaemon(of: qemu).monitor().version))
  }

  /// Runs a script beside a daemon, `$!`, with two monitors in a folder, where no other test's are seen:
  /// whoever asks takes their place for a moment.
  private static func inWorldOfItsOwn(
    _ script: String,
    _ qemu: QEMUInstallation,
    _ folder: TemporaryDirectory
  ) throws -> CommandResult {
    let start = """
      set -- "$@" --chardev "socket,id=a,path=$2/held.qmp,server=on,wait=off" --monitor chardev=a \
        --chardev "socket,id=b,path=$2/free.qmp,server=on,wait=off" --monitor chardev=b
      daemon=$1; (shift 3; exec "$daemon" "$@") &
      until "$3" -s "$2/free.qmp" qmp query-version >"$2/version" 2>&1; do :; done
      """
    let rights = geteuid() == 0 ? [] : ["--user", "--map-root-user"]
    return try CommandRun.run(
      "unshare",
      rights + [
        "--net", "--pid", "--fork", "--mount-proc", "sh", "-c", "\(start)\n\(script)", "sh",
      ]
        + [qemu.tool("qemu-storage-daemon"), folder.path, Jobctl.path],
      environment: ["XDG_RUNTIME_DIR": folder.path]
    )
  }

  @Test(arguments: QEMUInstallation.all)
  func `one that is stopped is told as that`(qemu: QEMUInstallation) throws {
    let daemon = try StorageDaemon(of: qemu)
    try daemon.freeze()
    defer { daemon.thaw() }
    #expect(try row(of: daemon.socket())?["state"] == "stopped")
  }

  @Test(arguments: QEMUInstallation.all)
  func `a guest tells its name, and its other sockets are not listed`(
    qemu: QEMUInstallation
  ) throws {
    let directory = try TemporaryDirectory()
    let machine = try RunningCommand(
      qemu.tool("qemu-system-x86_64"),
      [
        "-machine", "none", "-nodefaults", "-display", "none", "-name", "guest=vm1",
        "-monitor", "unix:\(directory.path("monitor")),server=on,wait=off",
        "-chardev", "socket,id=m,path=\(directory.path("control")),server=on",
        "-mon", "chardev=m,mode=control",
      ]
    )
    // It waits for the first client before it goes on.
    try machine.readError { $0.contains("waiting for connection") }
    let row = try #require(try row(of: directory.path("control")))
    #expect(row["guest"] == "vm1" && row["state"] == "free")
    #expect(try self.row(of: directory.path("monitor")) == nil)
  }

  @Test(arguments: QEMUInstallation.all)
  func `the formats are those of list`(qemu: QEMUInstallation) throws {
    let daemon = try StorageDaemon(of: qemu)
    let names = try Jobctl.run("sockets", "-o", "name")
    #expect(names.lines.map(String.init).contains(daemon.socket()))
    let tsv = try Jobctl.run("sockets", "-o", "tsv")
    #expect(tsv.lines.first == "address\tstate\tprocess\tpid\towner\tguest\tversion\theld-by")
    let table = try Jobctl.run("sockets", "--no-header")
    #expect(table.lines.contains { $0.hasPrefix(daemon.socket()) && $0.contains("  free ") })
    let array = try JSON(parsing: try Jobctl.run("sockets", "-o", "json").output)
    #expect(array.elements.contains { $0["address"] == .string(daemon.socket()) })
  }
}
