import Foundation
import Glibc
import QMP
import Synchronization

/// A monitor that answers at once, so that what its clients take is their own time.
///
/// It serves one client after the other, as QEMU does. The command `flood` is answered by events, so
/// many a second.
final class MonitorServer: Sendable {
  /// Events in the pace of a clock.
  struct Flood {
    let perSecond: Int
    let seconds: Int

    var count: Int { perSecond * seconds }
  }

  let path: String
  private let listener: Int32
  private let jobs: [UInt8]
  private let flood: Flood
  private let answers = Atomic(0)

  /// A server with so many running jobs.
  init(jobs count: Int, flood: Flood = Flood(perSecond: 0, seconds: 0)) throws {
    jobs = Array(Self.jobs(count).utf8)
    self.flood = flood
    path = EventServer.newPath()
    listener = try EventServer.listener(at: path)
    Thread.detachNewThread { self.serve() }
  }

  deinit {
    close(listener)
    unlink(path)
  }

  /// How many commands it has carried out.
  var answered: Int { answers.load(ordering: .relaxed) }

  private static func jobs(_ count: Int) -> String {
    let jobs = (0..<count).map { index in
      """
      {"auto-finalize": true, "io-status": "ok", "device": "job\(index)", "auto-dismiss": true, \
      "busy": true, "len": 1099511627776, "offset": \(index * 1_048_576), "status": "running", \
      "paused": false, "speed": 1048576, "ready": false, "type": "mirror", \
      "current-progress": \(index * 1_048_576), "total-progress": 1099511627776, "id": "job\(index)"}
      """
    }
    return "[\(jobs.joined(separator: ", "))]"
  }

  private func serve() {
    while true {
      let client = accept(listener, nil, nil)
      guard client >= 0 else { return }
      serve(client)
      close(client)
    }
  }

  private func serve(_ client: Int32) {
    let greeting = Greeting(version: QEMUVersion(7, 2))
    var session = ServerSession(greeting: greeting)
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    guard EventServer.send(session.opening, to: client) else { return }
    while true {
      let count = read(client, &buffer, buffer.count)
      guard count > 0 else { return }
      for action in session.receive(buffer.span.extracting(first: count)) {
        switch action {
        case .send(let bytes):
          guard EventServer.send(bytes, to: client) else { return }
        case .execute(let command):
          guard EventServer.send(reply(to: command), to: client) else { return }
          answers.add(1, ordering: .relaxed)
          if command.name == "flood" { pour(into: client) }
        }
      }
    }
  }

  /// The jobs are spliced in as they are: encoding them is no client's cost.
  private func reply(to command: ServerSession.Command) -> [UInt8] {
    let value: [UInt8]
    switch command.name {
    case "query-jobs", "query-block-jobs": value = jobs
    case "query-commands": value = Array("[]".utf8)
    default: value = Array("{}".utf8)
    }
    let id = command.id.map { Array(", \"id\": ".utf8) + JSONWriter.compact($0) } ?? []
    return Array("{\"return\": ".utf8) + value + id + Array("}\r\n".utf8)
  }

  /// Sends what falls due, a thousand times a second.
  private func pour(into client: Int32) {
    let start = ContinuousClock.now
    var sent = 0
    while sent < flood.count {
      let tick = sent * 1000 / flood.perSecond + 1
      let due = tick * flood.perSecond / 1000
      let events = (sent..<min(due, flood.count)).map { index in
        """
        {"timestamp": {"seconds": 1795334382, "microseconds": \(index % 1_000_000)}, \
        "event": "JOB_STATUS_CHANGE", "data": {"status": "\(index % 2 == 0 ? "paused" : "running")", \
        "id": "job\(index / 2 % 100)"}}\r\n
        """
      }
      guard EventServer.send(Array(events.joined().utf8), to: client) else { return }
      sent = due
      let wait = start.advanced(by: .milliseconds(tick)).duration(from: .now)
      if wait > .zero { usleep(UInt32(wait / .microseconds(1))) }
    }
  }
}

extension ContinuousClock.Instant {
  fileprivate func duration(from earlier: Self) -> Duration { earlier.duration(to: self) }
}
