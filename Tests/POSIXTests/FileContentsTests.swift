import Glibc
import POSIX
import TestSupport
import Testing

@Suite struct FileContentsTests {
  @Test(arguments: ["", "a", String(repeating: "ä", count: 100_000)])
  func `all of a file`(text: String) throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write(text, to: "file")
    #expect(try FileContents.read(path, atMost: 200_000) == Array(text.utf8))
  }

  @Test(arguments: [
    ("/dev/zero", "read", EFBIG), ("/nonexistent", "open", ENOENT), ("/tmp", "read", EISDIR),
  ])
  func `what cannot be read`(path: String, call: String, code: Int32) throws {
    #expect(throws: SystemError(call: call, code: code)) {
      try FileContents.read(path, atMost: 100_000)
    }
  }
}
