import Glibc
import POSIX
import TestSupport
import Testing

@Suite struct RunningProcessTests {
  @Test func `this process`() throws {
    let process = try #require(RunningProcess(number: getpid()))
    #expect(process.isThisProcess && !process.isStopped)
  }

  @Test(arguments: [0, -1, Int32.max])
  func `a number that is no process's`(number: Int32) {
    #expect(RunningProcess(number: number) == nil)
  }

  @Test func `a name of any characters`() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path(") R (a b")
    #expect(symlink("/bin/cat", path) == 0)
    let command = try RunningCommand(path, input: .pipe)
    // It has its name once it does what it is for.
    try command.write("x\n")
    try command.expect("x\n")
    let process = try #require(RunningProcess(number: command.processIdentifier))
    #expect(process.name == ") R (a b")
    #expect(!process.isStopped && !process.isThisProcess)
  }

  @Test func `a process that is stopped`() throws {
    let daemon = try StorageDaemon(of: .any)
    try daemon.freeze()
    let process = try #require(RunningProcess(number: daemon.processIdentifier))
    #expect(process.isStopped)
    #expect(process.name == "qemu-storage-da")
  }

  @Test func `who listens on a socket, who is served there, and who is at the other end`() throws {
    let server = try FakeMonitor([.stall])
    let client = try StreamSocket(unix: server.address)
    let holder = try RunningCommand(
      "bash",
      ["-c", "echo here; read -r line"],
      input: .pipe,
      descriptors: [3: client.number]
    )
    try holder.expect("here\n")
    try server.wait { $0.connections.count == 1 }
    let table = try UnixSocketTable()
    let listening = RunningProcess.holding(sockets: table.listeners(on: server.address))
    // A child of another test may hold copies of the sockets for a moment.
    #expect(listening.map(\.number).contains(getpid()))
    let served = RunningProcess.holding(sockets: table.clients(of: server.address))
    #expect(Set(served.map(\.number)).isSuperset(of: [getpid(), holder.processIdentifier]))
    let peer = try Socket.connect(unixPath: server.address, timeout: .seconds(10)).peerProcess()
    #expect(peer?.isThisProcess == true)
  }

  @Test func `nobody has nothing`() throws {
    #expect(RunningProcess.holding(sockets: []) == [])
    let table = try UnixSocketTable()
    #expect(table.listeners(on: "/nonexistent").isEmpty)
    #expect(table.clients(of: "/nonexistent").isEmpty)
  }
}
