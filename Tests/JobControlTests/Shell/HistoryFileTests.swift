import Foundation
import JobControl
import POSIX
import TestSupport
import Testing

@Suite struct HistoryFileTests {
  private let directory: TemporaryDirectory
  private let file: HistoryFile

  init() throws {
    directory = try TemporaryDirectory()
    file = HistoryFile(path: directory.path("state/jobctl/history"))
  }

  @Test(arguments: [
    (["XDG_STATE_HOME": "/s", "HOME": "/h"], "/s/jobctl/history"),
    (["XDG_STATE_HOME": "s", "HOME": "/h"], "/h/.local/state/jobctl/history"),
    (["HOME": "/h"], "/h/.local/state/jobctl/history"),
    ([:], nil), (["HOME": ""], nil),
  ])
  func `its place is the one for the state of programs`(
    variables: [String: String],
    path: String?
  ) {
    let named = Variables(Array(variables.keys)) { variables[$0] }
    #expect(HistoryFile(variables: named)?.path == path)
  }

  @Test func `it is made, with its folders, for its owner alone`() throws {
    #expect(try file.load().lines == [])
    #expect(try file.add("list") == nil)
    #expect(try file.load().lines == ["list"])
    #expect(try permissions("state/jobctl/history") == 0o600)
    #expect(try permissions("state/jobctl") == 0o700)
  }

  @Test func `one that others can read is made private`() throws {
    _ = try file.add("list")
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
    _ = try file.load()
    #expect(try permissions("state/jobctl/history") == 0o600)
  }

  @Test func `sessions at the same time lose nothing, also while it is written anew`() async throws
  {
    let full = (1...9_990).map { "show old\($0)\n" }.joined()
    try directory.write("# jobctl history, one line each\n\(full)", to: "state/jobctl/history")
    let path = file.path
    try await withThrowingTaskGroup(of: Void.self) { group in
      for session in 1...4 {
        group.addTask {
          for line in 1...10 { _ = try HistoryFile(path: path).add("show s\(session)-\(line)") }
        }
      }
      try await group.waitForAll()
    }
    let lines = try file.load().lines
    #expect(lines.count == 10_000)
    for session in 1...4 {
      let own = lines.filter { $0.hasPrefix("show s\(session)-") }
      #expect(own == (1...10).map { "show s\(session)-\($0)" })
    }
    #expect(try directory.names() == ["state"])
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: directory.path("state/jobctl")) == [
        "history"
      ]
    )
  }

  @Test func `what is foreign is set aside, each under a name of its own`() throws {
    for number in 1...2 {
      try directory.write("foreign \(number)\n", to: "state/jobctl/history")
      #expect(try file.load().aside == file.path + ".\(number)")
      #expect(try directory.read("state/jobctl/history.\(number)") == "foreign \(number)\n")
    }
    try directory.write("foreign 3\n", to: "state/jobctl/history")
    #expect(try file.add("list") == file.path + ".3")
    #expect(try file.load().lines == ["list"])
  }

  @Test func `a link stays one`() throws {
    try directory.write("", to: "real/history")
    try FileManager.default.createDirectory(
      atPath: directory.path("state/jobctl"),
      withIntermediateDirectories: true
    )
    try FileManager.default.createSymbolicLink(
      atPath: file.path,
      withDestinationPath: directory.path("real/history")
    )
    _ = try file.add("list")
    _ = try file.add("show a")
    #expect(try directory.read("real/history").hasSuffix("\nlist\nshow a\n"))
    #expect(try file.load().lines == ["list", "show a"])
  }

  @Test func `where it cannot be, that is said`() throws {
    try directory.write("", to: "state")
    #expect { try file.load() } throws: { "\($0)" == "mkdir: Not a directory" }
    let folder = HistoryFile(path: directory.path("folder"))
    try FileManager.default.createDirectory(
      atPath: folder.path,
      withIntermediateDirectories: false
    )
    #expect { try folder.add("list") } throws: { "\($0)" == "open: Is a directory" }
    let null = HistoryFile(path: "/dev/null")
    #expect { try null.add("list") } throws: { "\($0)" == "open: Invalid argument" }
  }

  private func permissions(_ name: String) throws -> Int? {
    let attributes = try FileManager.default.attributesOfItem(atPath: directory.path(name))
    return attributes[.posixPermissions] as? Int
  }
}
