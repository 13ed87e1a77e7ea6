import Foundation
import Glibc

/// A monitor that answers one client's first questions, sends it events as fast as they are taken,
/// and closes the connection.
final class EventServer: Sendable {
  let path: String
  private let listener: Int32
  private let block: [UInt8]
  private let blocks: Int

  /// Sends `block` so many times.
  init(sending block: [UInt8], times blocks: Int) throws {
    self.block = block
    self.blocks = blocks
    path = Self.newPath()
    listener = try Self.listener(at: path)
    Thread.detachNewThread { self.serve() }
  }

  deinit {
    close(listener)
    unlink(path)
  }

  /// A path for a socket.
  static func newPath() -> String {
    FileManager.default.temporaryDirectory
      .appending(path: "jobctl-bench-\(UUID().uuidString.prefix(8))").path
  }

  static func listener(at path: String) throws -> Int32 {
    let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard result == 0, listen(listener, 8) == 0 else {
      throw POSIXError(.init(rawValue: errno) ?? .EIO)
    }
    return listener
  }

  private func serve() {
    let client = accept(listener, nil, nil)
    defer { close(client) }
    let greeting =
      #"{"QMP": {"version": {"qemu": {"micro": 0, "minor": 2, "major": 7}, "package": ""}, "#
      + #""capabilities": []}}"#
    Self.send(Array(greeting.utf8) + [0x0A], to: client)
    // The negotiation, and the jobs.
    for reply in ["{}", Self.jobs] {
      guard let id = readID(from: client) else { return }
      Self.send(Array("{\"return\": \(reply)\(id)}\n".utf8), to: client)
    }
    for _ in 0..<blocks {
      guard Self.send(block, to: client) else { return }
    }
  }

  private static let jobs: String = {
    let jobs = (0..<100).map { index in
      """
      {"id": "job\(index)", "type": "mirror", "status": "running", "current-progress": 0, \
      "total-progress": 1024}
      """
    }
    return "[\(jobs.joined(separator: ", "))]"
  }()

  /// The id of the next request, as a reply's member; empty where it has none.
  private func readID(from client: Int32) -> String? {
    var message: [UInt8] = []
    var byte: UInt8 = 0
    // Some clients end a request with a line's end, others with its last brace.
    while read(client, &byte, 1) == 1 {
      message.append(byte)
      guard byte == UInt8(ascii: "}"),
        let object = try? JSONSerialization.jsonObject(with: Data(message)) as? [String: Any]
      else { continue }
      switch object["id"] {
      case let id as String: return ", \"id\": \"\(id)\""
      case let id as NSNumber: return ", \"id\": \(id)"
      default: return ""
      }
    }
    return nil
  }

  /// False when the client has gone.
  @discardableResult
  static func send(_ bytes: [UInt8], to client: Int32) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }
}
