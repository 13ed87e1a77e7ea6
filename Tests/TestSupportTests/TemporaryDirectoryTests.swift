import Foundation
import TestSupport
import Testing

@Suite struct TemporaryDirectoryTests {
  @Test func `what is written can be read, and goes with its owner`() throws {
    var directory: TemporaryDirectory? = try TemporaryDirectory()
    let file = try directory?.write("text", to: "folder/file", permissions: 0o600)
    #expect(try directory?.read("folder/file") == "text")
    #expect(try directory?.names() == ["folder"])
    let path = try #require(directory?.path)
    #expect(path.utf8.count < 60)
    directory = nil
    #expect(!FileManager.default.fileExists(atPath: path))
    #expect(file == "\(path)/folder/file")
  }

  @Test func `no two are the same`() throws {
    let first = try TemporaryDirectory()
    let second = try TemporaryDirectory()
    #expect(first.path != second.path)
  }
}
