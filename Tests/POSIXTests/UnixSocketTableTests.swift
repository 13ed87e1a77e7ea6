import Glibc
import POSIX
import TestSupport
import Testing

@Suite struct UnixSocketTableTests {
  private let directory: TemporaryDirectory
  private let listener: Listener
  private let file: FileIdentity

  init() throws {
    directory = try TemporaryDirectory()
    listener = try Listener(unixPath: directory.path("qmp"), backlog: 1)
    file = try #require(FileIdentity(of: listener.path))
  }

  @Test func `a listener is found by any name of its file`() throws {
    let link = directory.path("link")
    #expect(symlink("qmp", link) == 0)
    let table = try UnixSocketTable()
    #expect(table.listeners(on: link) == table.listeners(on: listener.path))
    #expect(table.listeners(on: link).count == 1)
  }

  @Test func `a file of the same number on another device is another one`() {
    let other = FileIdentity(device: file.device ^ 1 << 19, inode: file.inode)
    let here = table(of: file)
    #expect(here.listeners(on: listener.path) == [7])
    #expect(here.clients(of: listener.path) == [9])
    let there = table(of: other)
    #expect(there.listeners(on: listener.path).isEmpty)
    #expect(there.clients(of: listener.path).isEmpty)
  }

  /// Of a listener by another name, and of one that it serves.
  private func table(of file: FileIdentity) -> UnixSocketTable {
    UnixSocketTable(entries: [
      UnixSocketTable.Entry(inode: 7, path: "/elsewhere", file: file, isListening: true),
      UnixSocketTable.Entry(inode: 8, peer: 9, path: "/elsewhere", file: file, isListening: false),
    ])
  }
}
