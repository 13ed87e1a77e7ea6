import Glibc
import POSIX
import TestSupport
import Testing

@Suite struct FileKindTests {
  @Test func `what a path names`() throws {
    let directory = try TemporaryDirectory()
    let socket = directory.path("socket")
    let listener = try makeListener(path: socket)
    defer { close(listener) }
    symlink(socket, directory.path("link"))
    #expect(try FileKind(at: socket) == .socket)
    #expect(try FileKind(at: directory.path("link")) == .socket)
    #expect(try FileKind(at: directory.path) == .directory)
    #expect(try FileKind(at: directory.write("", to: "file")) == .other)
    #expect(throws: SystemError(call: "stat", code: ENOENT)) {
      try FileKind(at: directory.path("missing"))
    }
  }
}
