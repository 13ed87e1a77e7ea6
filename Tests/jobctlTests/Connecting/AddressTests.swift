import TestSupport
import Testing

/// Every way to name a server leads to it.
@Suite struct AddressTests {
  @Test func `a path, with and without its prefix`() throws {
    let server = try Self.server()
    for address in [server.address, "unix:" + server.address] {
      try check(["-s", address, "list"])
    }
    // The socket may be named from where the command runs.
    let name = try #require(server.address.split(separator: "/").last)
    let folder = String(server.address.dropLast(name.count))
    let words = ["-s", String(name), "list", "-o", "name"]
    let result = try CommandRun.run(Jobctl.path, words, directory: folder)
    #expect(result == Self.found)
  }

  @Test func `a host and a port`() throws {
    let server = try Self.server(over: .tcp)
    try check(["-s", server.address, "list"])
    let port = try #require(server.address.split(separator: ":").last)
    for address in ["tcp:localhost:\(port)", "tcp::\(port)", "tcp:[127.0.0.1]:\(port)"] {
      try check(["-s", address, "list"])
    }
  }

  @Test(arguments: [0, 3, 17])
  func `a connected socket that is inherited`(number: Int32) throws {
    let server = try Self.server()
    let socket = try StreamSocket(unix: server.address)
    let result = try CommandRun.run(
      Jobctl.path,
      ["-s", "fd:\(number)", "list", "-o", "name"],
      input: number == 0 ? .descriptor(socket.number) : .null,
      descriptors: number == 0 ? [:] : [number: socket.number]
    )
    #expect(result == Self.found)
  }

  @Test func `the environment, and an option wins over it`() throws {
    let server = try Self.server()
    let found = try Jobctl.run(
      "list",
      "-o",
      "name",
      environment: ["JOBCTL_SOCKET": server.address]
    )
    #expect(found == Self.found)
    try check(["list", "-s", server.address], environment: ["JOBCTL_SOCKET": "/nonexistent"])
    try check(["list", "-s", server.address], environment: ["JOBCTL_SOCKET": "tcp:nonsense"])
  }

  @Test(arguments: [
    "-s ADDRESS list", "-sADDRESS list", "list -s ADDRESS", "--socket=ADDRESS list",
  ])
  func `the option before and behind the command`(line: String) throws {
    let server = try Self.server()
    let line = line.replacing("ADDRESS", with: server.address)
    try check(line.split(separator: " ").map(String.init))
  }

  @Test func `the last of several options counts`() throws {
    let server = try Self.server()
    try check(["-s", "/nonexistent", "list", "-s", server.address])
  }

  // MARK: - A server with one job

  private static let found = CommandResult.ended(0, output: "a\n")

  private static func server(
    over transport: FakeMonitor.Transport = .unix
  ) throws -> FakeMonitor {
    try FakeMonitor(over: transport, answering: FakeJobs(["a": FakeJobs.Job()]).answer)
  }

  private func check(_ words: [String], environment: [String: String] = [:]) throws {
    let result = try Jobctl.run(words + ["-o", "name"], environment: environment)
    #expect(result == Self.found)
  }
}
