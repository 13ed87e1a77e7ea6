/// A QMP client of the tests' own: blocking, simple, and independent of the code under test.
///
/// Everything has a deadline. Events are kept from the negotiation on.
package final class RawMonitor {
  /// What the server said first.
  package private(set) var greeting: JSON = nil
  /// Every event so far, whole.
  package private(set) var events: [JSON] = []
  /// The events that no `waitForEvent` has given yet.
  private var unclaimed: [JSON] = []
  private var framer = MessageFramer()
  private var lastID = 0
  private let socket: StreamSocket

  /// Connects to a monitor's unix socket, reads the greeting and negotiates.
  package convenience init(
    _ path: String,
    timeout: Duration = .patience
  ) throws(SupportFailure) {
    try self.init(over: try StreamSocket(unix: path), timeout: timeout)
  }

  /// Takes over a connected socket, reads the greeting and negotiates.
  package init(
    over socket: StreamSocket,
    timeout: Duration = .patience
  ) throws(SupportFailure) {
    self.socket = socket
    greeting = try receive(until: Deadline(after: timeout), waitingFor: "the greeting")
    try execute("qmp_capabilities", timeout: timeout)
  }

  /// The version in the greeting, such as 7.2.22.
  package var version: String {
    let numbers = greeting["QMP"]?["version"]?["qemu"]
    let parts = ["major", "minor", "micro"].map { numbers?[$0]?.integer ?? 0 }
    return parts.map(String.init).joined(separator: ".")
  }

  /// Whether the server has `query-jobs` and tells of every status, as since QEMU 3.0.
  private var hasJobFamily: Bool {
    greeting["QMP"]?["version"]?["qemu"]?["major"]?.integer ?? 0 >= 3
  }

  /// Executes a command and gives what it returns; throws `refused` when the server does.
  @discardableResult
  package func execute(
    _ command: String,
    _ arguments: JSON? = nil,
    timeout: Duration = .patience
  ) throws(SupportFailure) -> JSON {
    lastID += 1
    let id = JSON.string("test-\(lastID)")
    var request: JSON = ["execute": .string(command), "id": id]
    request["arguments"] = arguments
    try socket.send(request.text + "\n", timeout: timeout)
    let deadline = Deadline(after: timeout)
    while true {
      let message = try receive(until: deadline, waitingFor: "the reply to \(command)")
      if keep(message) || message["id"] != id { continue }
      if let result = message["return"] { return result }
      let error = message["error"]
      throw .refused(
        command: command,
        errorClass: error?["class"]?.string ?? "",
        text: error?["desc"]?.string ?? message.text
      )
    }
  }

  /// Goes once there and back, so that all the server said before has arrived.
  package func exchange() throws(SupportFailure) {
    try execute("query-version")
  }

  /// Waits for an event whose data satisfies the predicate, and gives the whole event.
  ///
  /// An event that came earlier counts, and each is given once.
  @discardableResult
  package func waitForEvent(
    _ name: String,
    timeout: Duration = .patience,
    where predicate: (_ data: JSON) -> Bool = { _ in true }
  ) throws(SupportFailure) -> JSON {
    let deadline = Deadline(after: timeout)
    while true {
      let found = unclaimed.firstIndex {
        $0["event"] == .string(name) && predicate($0["data"] ?? nil)
      }
      if let found { return unclaimed.remove(at: found) }
      _ = keep(try receive(until: deadline, waitingFor: "the event \(name)"))
    }
  }

  /// Waits until a job is in a status: asks first, then goes by the events, or asks again and again.
  ///
  /// `null` also means that there is no such job. A job that ends on the way makes it throw at once.
  package func waitForStatus(
    _ status: String,
    of job: String,
    timeout: Duration = .patience
  ) throws(SupportFailure) {
    let deadline = Deadline(after: timeout)
    let before = events.count
    let queried = try self.status(of: job) ?? "null"
    // A reply can be older than the events before it: QEMU makes it, lets other work go on, then sends it.
    var latest = Self.statuses(of: job, in: events[before...]).last ?? queried
    while latest != status {
      guard !deadline.hasPassed else {
        throw .timedOut(waitingFor: "\(job) to be \(status)", seen: "it is \(latest)")
      }
      if latest == "null" || latest == "concluded" && status != "null" {
        throw .ended(waitingFor: "\(job) to be \(status)", seen: "it is \(latest)")
      }
      guard hasJobFamily else {
        latest = try self.status(of: job) ?? "null"
        continue
      }
      let message = try receive(until: deadline, waitingFor: "\(job) to be \(status)")
      if keep(message) { latest = Self.statuses(of: job, in: [message]).last ?? latest }
    }
  }

  /// The status of a job by query; nil when there is none.
  package func status(of job: String) throws(SupportFailure) -> String? {
    try self.job(job)?["status"]?.string
  }

  /// One job as `query-jobs` gives it, before 3.0 `query-block-jobs`.
  package func job(_ id: String) throws(SupportFailure) -> JSON? {
    let (command, name) = hasJobFamily ? ("query-jobs", "id") : ("query-block-jobs", "device")
    return try execute(command).elements.first { $0[name] == .string(id) }
  }

  /// Every status that the events tell of a job so far, in order.
  package func statuses(of job: String) -> [String] {
    Self.statuses(of: job, in: events[...])
  }

  private static func statuses(of job: String, in events: ArraySlice<JSON>) -> [String] {
    events.compactMap { event in
      guard event["event"] == "JOB_STATUS_CHANGE", event["data"]?["id"] == .string(job) else {
        return nil
      }
      return event["data"]?["status"]?.string
    }
  }

  /// Notes the message when it is an event.
  private func keep(_ message: JSON) -> Bool {
    guard message["event"] != nil else { return false }
    events.append(message)
    unclaimed.append(message)
    return true
  }

  private func receive(
    until deadline: Deadline,
    waitingFor wanted: String
  ) throws(SupportFailure) -> JSON {
    while true {
      if let message = framer.next() {
        return try JSON(parsing: String(decoding: message, as: UTF8.self))
      }
      guard let bytes = try socket.receive(until: deadline) else {
        throw .timedOut(waitingFor: wanted, seen: seen)
      }
      guard !bytes.isEmpty else { throw .ended(waitingFor: wanted, seen: seen) }
      framer.append(bytes)
    }
  }

  /// The last events and the beginning of a message, for the person who reads the failure.
  private var seen: String {
    let lines = events.suffix(20).map { "\($0["event"] ?? nil) \($0["data"] ?? nil)" }
    return (lines + [String(decoding: framer.rest, as: UTF8.self)]).joined(separator: "\n")
  }
}
