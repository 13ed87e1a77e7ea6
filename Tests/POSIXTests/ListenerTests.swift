import Foundation
import Glibc
import POSIX
import Synchronization
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

  @Test func `of many who would replace what somebody left behind one does, and is found`() throws {
    let path = directory.path("qmp")
    for _ in 1...50 {
      try abandonSocket(at: path)
      let attempts = Mutex<[Attempt]>([])
      DispatchQueue.concurrentPerform(iterations: 4) { _ in
        let attempt = Attempt(path)
        attempts.withLock { $0.append(attempt) }
      }
      let results = attempts.withLock { $0 }
      #expect(results.filter { $0.failure == nil }.count == 1)
      for attempt in results { #expect(attempt.failure?.isAlreadyInUse != false) }
      _ = try StreamSocket(unix: path)
    }
  }

  /// What one thread leaves to another one, and no longer uses.
  private struct Attempt: @unchecked Sendable {
    private(set) var listener: Listener?
    private(set) var failure: SystemError?

    init(_ path: String) {
      do throws(SystemError) {
        listener = try Listener(replacing: path, backlog: 16)
      } catch {
        failure = error
      }
    }
  }

  @Test func `while somebody has the folder locked nothing is replaced`() throws {
    let path = directory.path("qmp")
    try abandonSocket(at: path)
    let folder = open(directory.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    #expect(flock(folder, LOCK_EX) == 0)
    let failure = #expect(throws: SystemError.self) {
      _ = try Listener(replacing: path, backlog: 1)
    }
    #expect(failure?.isLocked == true)
    #expect(try FileKind(at: path) == .socket)
    close(folder)
    _ = try Listener(replacing: path, backlog: 1)
  }

  @Test func `a folder that anybody can lock is not waited for long`() throws {
    let path = directory.path("qmp")
    #expect(chmod(directory.path, 0o755) == 0)
    try abandonSocket(at: path)
    let folder = open(directory.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    #expect(flock(folder, LOCK_EX) == 0)
    _ = try Listener(replacing: path, backlog: 1)
    close(folder)
  }

  @Test func `who listens is not disturbed by whoever would listen there, too`() throws {
    let listener = try Listener(unixPath: directory.path("qmp"), backlog: 1)
    let failure = #expect(throws: SystemError.self) {
      _ = try Listener(replacing: listener.path, backlog: 1)
    }
    #expect(failure?.isAlreadyInUse == true)
    switch try listener.accept() {
    case .none: break
    case .some: Issue.record("somebody has connected")
    }
  }

  @Test func `a path too long for an address`() throws {
    let path = directory.path(String(repeating: "a", count: 107))
    let failure = #expect(throws: SystemError.self) {
      _ = try Listener(unixPath: path, backlog: 1)
    }
    #expect(failure?.reason == SystemError(call: "bind", code: ENAMETOOLONG).reason)
  }
}
