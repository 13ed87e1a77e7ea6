import Foundation
import Glibc
import TestSupport
import Testing

/// Addresses where nobody is to be reached: status 5, a sentence that says why, and nothing harmed.
@Suite struct UnreachableTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  @Test func `no server given`() throws {
    for environment in [[:], ["JOBCTL_SOCKET": ""]] {
      let result = try Jobctl.run("list", environment: environment)
      let complaint = """
        jobctl: no server given: name one with -s ADDRESS or in JOBCTL_SOCKET; 'jobctl sockets' lists them (see 'jobctl help')

        """
      #expect(result == .ended(2, error: complaint))
    }
  }

  @Test func `a path where nothing is`() throws {
    try check(directory.path("missing"), "there is no such socket; is the guest running?")
  }

  @Test func `a folder`() throws {
    try check(directory.path, "it is a directory, not a socket")
  }

  @Test func `a file, which stays as it is`() throws {
    let file = try directory.write("precious", to: "file")
    try check(file, "it is not a socket")
    #expect(try directory.read("file") == "precious")
  }

  @Test func `a file as if it were a folder`() throws {
    try check(try directory.write("", to: "file") + "/socket", "Not a directory")
  }

  @Test func `a path that does not fit an address`() throws {
    let folder = directory.path(String(repeating: "a", count: 100))
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    try check(
      "\(folder)/socket",
      """
      the path is longer than the 107 bytes of a unix socket's address; use a shorter one, or a \
      symbolic link to its folder
      """
    )
  }

  @Test func `a symbolic link to its folder is the way to a long path`() throws {
    let server = try FakeMonitor(answering: FakeJobs([:]).answer)
    let link = directory.path("link")
    try FileManager.default.createSymbolicLink(
      atPath: link,
      withDestinationPath: URL(filePath: server.address).deletingLastPathComponent().path()
    )
    #expect(try Jobctl.run("list", "-o", "name", at: "\(link)/fake.qmp") == .ended(0))
  }

  @Test(arguments: [true, false])
  func `a socket without permission, or a folder on the way to it`(_ isFolder: Bool) throws {
    let server = try FakeMonitor([.stall])
    let folder = URL(filePath: server.address).deletingLastPathComponent().path()
    let place = isFolder ? String(folder.dropLast()) : server.address
    #expect(chmod(place, 0) == 0)
    defer { chmod(place, 0o700) }
    // Root may do anything, unless it does without that capability.
    let words = ["-s", server.address, "list"]
    let reason =
      isFolder
      ? "this user may not enter the folder '\(place)'" : "this user may not write to the socket"
    let result =
      getuid() == 0
      ? try CommandRun.run(
        "setpriv",
        ["--bounding-set=-dac_override,-dac_read_search", Jobctl.path] + words
      )
      : try Jobctl.run(words)
    #expect(result == Self.refusal(server.address, "permission denied: \(reason)"))
    #expect(server.log.connections.isEmpty)
  }

  @Test(arguments: QEMUInstallation.all)
  func `a socket that its process left behind`(qemu: QEMUInstallation) throws {
    let daemon = try StorageDaemon(of: qemu)
    try daemon.kill()
    try check(
      daemon.socket(),
      "nobody listens on it; the process that made it has ended"
    )
  }

  @Test(arguments: QEMUInstallation.all)
  func `a server that has ended in good order`(qemu: QEMUInstallation) throws {
    let daemon = try StorageDaemon(of: qemu)
    try daemon.terminate()
    try check(daemon.socket(), "there is no such socket; is the guest running?")
  }

  @Test func `a socket of another kind`() throws {
    let path = directory.path("datagrams")
    let socket = try DatagramSocket(path)
    try check(path, "Protocol wrong type for socket")
    withExtendedLifetime(socket) {}
  }

  @Test func `a port where nobody listens`() throws {
    var server: FakeMonitor? = try FakeMonitor([], over: .tcp)
    let address = try #require(server?.address)
    server = nil
    try check(address, "nobody listens there")
  }

  @Test func `a host that does not exist`() throws {
    let result = try Jobctl.run("list", at: "tcp:a..b:1")
    #expect(result.status == 5)
    #expect(
      result.error.hasPrefix("jobctl: cannot connect to 'tcp:a..b:1': the host cannot be found: ")
    )
  }

  // MARK: - Inherited descriptors

  @Test func `a descriptor that is not open`() throws {
    try check("fd:7", "Bad file descriptor")
  }

  @Test(arguments: [0, 1, 2])
  func `a standard stream that is no socket`(number: Int) throws {
    // Said on standard error even when that is the one.
    try check("fd:\(number)", "the descriptor is not a socket")
  }

  @Test(arguments: [1, 2])
  func `a socket that jobctl would print to`(number: Int32) throws {
    let (ours, theirs) = try StreamSocket.pair()
    let result = try Jobctl.run(
      "list",
      at: "fd:3",
      output: number == 1 ? .descriptor(theirs.number) : .captured,
      error: number == 2 ? .descriptor(theirs.number) : .captured,
      descriptors: [3: theirs.number]
    )
    #expect(result.status == 5)
    let sentence = Self.refusal(
      "fd:3",
      "what jobctl prints would go there too; send standard output and standard error elsewhere"
    )
    if number == 1 { #expect(result == sentence) }
    theirs.finishSending()
    #expect(try ours.receiveAll() == (number == 1 ? [] : sentence.errorBytes))
  }

  @Test func `a socket that is connected to nobody`() throws {
    let path = directory.path("datagrams")
    let socket = try DatagramSocket(path)
    let result = try Jobctl.run("list", at: "fd:3", descriptors: [3: socket.number])
    #expect(result == Self.refusal("fd:3", "Transport endpoint is not connected"))
  }

  private func check(_ address: String, _ reason: String) throws {
    let result = try Jobctl.run("list", at: address)
    #expect(result == Self.refusal(address, reason))
  }

  private static func refusal(_ address: String, _ reason: String) -> CommandResult {
    .ended(5, error: "jobctl: cannot connect to '\(address)': \(reason)\n")
  }
}
