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
    path =
      FileManager.default.temporaryDirectory
      .appending(path: "jobctl-bench-\(UUID().uuidString.prefix(8))").path
    listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard result == 0, listen(listener, 1) == 0 else {
      throw POSIXError(.init(rawValue: errno) ?? .EIO)
    }
    Thread.detachNewThread { self.serve() }
  }

  deinit {
    close(listener)
    unlink(path)
  }

  private func serve() {
    let client = accept(listener, nil, nil)
    defer { close(client) }
    send(
      Array(
        #"{"QMP": {"version": {"qemu": {"micro": 0, "minor": 2, "major": 7}}, "capabilities": []}}"#
          .utf8
      ) + [0x0A],
      to: client
    )
    // The negotiation, and the jobs.
    for reply in ["{}", Self.jobs] {
      guard let id = readID(from: client) else { return }
      send(Array("{\"return\": \(reply), \"id\": \(id)}\n".utf8), to: client)
    }
    for _ in 0..<blocks { send(block, to: client) }
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

  /// The id of the next request, as JSON.
  private func readID(from client: Int32) -> String? {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while read(client, &byte, 1) == 1, byte != 0x0A { line.append(byte) }
    let object = try? JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
    switch object?["id"] {
    case let id as String: return "\"\(id)\""
    case let id as NSNumber: return "\(id)"
    default: return nil
    }
  }

  private func send(_ bytes: [UInt8], to client: Int32) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { write(client, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      sent += count
    }
  }
}
