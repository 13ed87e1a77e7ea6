import Foundation
import Glibc
import POSIX
import TestSupport
import Testing

@Suite struct ListenerTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  @Test func `a client is accepted when it is there, and not waited for`() throws {
    let listener = try Listener(unixPath: directory.path("qmp"), backlog: 1)
    func accepts() throws -> Bool {
      switch try listener.accept() {
      case .none: false
      case .some: true
      }
    }
    #expect(try !accepts())
    let client = try StreamSocket(unix: listener.path)
    var set = PollSet()
    let readable = listener.add(to: &set)
    try set.wait(timeout: .seconds(10))
    #expect(set.isReady(readable))
    #expect(try accepts())
    #expect(try client.receiveAll().isEmpty)
  }

  @Test func `it is its owner's alone, and gone with the listener`() throws {
    let path = directory.path("qmp")
    var listener: Listener? = try Listener(unixPath: path, backlog: 1)
    var status = stat()
    #expect(stat(path, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
    #expect(listener?.path == path)
    listener = nil
    #expect(try directory.names().isEmpty)
  }

  @Test func `so is the folder that was made for it`() throws {
    var listener: Listener? = try Listener.inPrivateFolder(prefix: "jobctl-test", backlog: 1)
    let path = try #require(listener?.path)
    let folder = URL(filePath: path).deletingLastPathComponent().path()
    #expect(folder.contains("/jobctl-test."))
    #expect(FileManager.default.fileExists(atPath: path))
    listener = nil
    #expect(!FileManager.default.fileExists(atPath: folder))
  }

  @Test func `a path that is taken stays as it is`() throws {
    let path = try directory.write("precious", to: "qmp")
    let failure = #expect(throws: SystemError.self) {
      _ = try Listener(unixPath: path, backlog: 1)
    }
    #expect(failure?.isAlreadyInUse == true)
    #expect(try directory.read("qmp") == "precious")
  }

  @Test func `a path too long for an address`() throws {
    let path = directory.path(String(repeating: "a", count: 107))
    let failure = #expect(throws: SystemError.self) {
      _ = try Listener(unixPath: path, backlog: 1)
    }
    #expect(failure?.reason == SystemError(call: "bind", code: ENAMETOOLONG).reason)
  }
}
