import TestSupport

/// Runs scripts over a connection and writes down what the server says.
struct ScriptRunner {
  private enum Failure: Error {
    case closed
    case silent
  }

  private let socket: StreamSocket
  /// What stands for `{folder}` in the script.
  private let folder: String
  private var framer = MessageFramer()
  private var transcript = Transcript()
  private var lastID = 0

  private static let silence = "no answer in time"
  private static let deadEnd = "never: it is"

  /// Whether a transcript tells of something that was waited for in vain.
  static func isStuck(_ transcript: String) -> Bool {
    transcript.contains(silence) || transcript.contains(deadEnd)
  }

  private static let patience = Duration.seconds(10)

  init(_ socket: StreamSocket, folder: String) {
    self.socket = socket
    self.folder = folder
  }

  /// The transcript of a whole script; what goes wrong on the way is part of it.
  mutating func run(_ script: Script) -> String {
    do throws(Failure) {
      transcript.noteResult("\(try receive())")
      if script.negotiates { _ = try exchange("qmp_capabilities", nil) }
      for step in script.steps { try perform(step) }
      let left = try exchange("query-jobs", nil)
      transcript.noteStep("at the end")
      transcript.noteReply(left)
    } catch {
      transcript.noteResult(error == .closed ? "the connection has ended" : Self.silence)
    }
    return transcript.text.replacing(folder, with: "{folder}")
  }

  private mutating func perform(_ step: Step) throws(Failure) {
    transcript.noteStep("\(step)")
    switch step {
    case .request(let command, let arguments):
      transcript.forgetRecentStatuses()
      let reply = try exchange(command, arguments)
      transcript.noteReply(
        reply,
        behind: Self.before(command, isRefused: reply["error"] != nil),
        of: Self.jobs(in: arguments)
      )
    case .bytes(let bytes):
      try send(bytes)
      let sync = try send("query-version", nil)
      while true {
        let message = try receive()
        if message["id"] == sync { return }
        if !keep(message) { transcript.noteReply(message) }
      }
    case .until(let job, let status):
      try wait(for: status, of: job)
    }
  }

  /// The statuses that are told before the reply to a command, when they are reached at all.
  private static func before(_ command: String, isRefused: Bool) -> Set<String> {
    switch command {
    case "job-finalize", "block-job-finalize": ["concluded"]
    case "job-dismiss", "block-job-dismiss": ["null"]
    case _ where command.hasPrefix("query-"), _ where command.hasPrefix("job-"),
      _ where command.hasPrefix("block-job-"):
      []
    default: isRefused ? ["created", "null"] : ["created", "running"]
    }
  }

  /// The jobs that a request names.
  private static func jobs(in arguments: JSON?) -> Set<String> {
    let actions = arguments?["actions"]?.elements.compactMap { $0["data"] } ?? []
    let ids = ([arguments].compactMap(\.self) + actions).flatMap { [$0["id"], $0["job-id"]] }
    return Set(ids.compactMap { $0?.string })
  }

  // MARK: - Waiting

  /// Waits until events and a query agree that a job is in a status, and notes what the queries say.
  private mutating func wait(for status: String, of job: String) throws(Failure) {
    let start = ContinuousClock.now
    while start.duration(to: .now) < Self.patience {
      while let latest = transcript.statuses[job], latest != status {
        guard latest != "null", latest != "concluded" || status == "null" else {
          return transcript.noteResult("\(Self.deadEnd) \(latest)")
        }
        _ = keep(try receive())
      }
      if transcript.statuses[job] == nil {
        _ = keep(try receive())
        continue
      }
      let jobs = try exchange("query-jobs", nil)
      let blockJobs = try exchange("query-block-jobs", nil)
      let info = jobs["return"]?.elements.first { $0["id"]?.string == job }
      guard transcript.statuses[job] == status, (info?["status"]?.string ?? "null") == status else {
        continue
      }
      transcript.markAwaited(job)
      let blockInfo = blockJobs["return"]?.elements.first { $0["device"]?.string == job }
      for info in [info, blockInfo].compactMap(\.self) {
        transcript.noteReply(.object(["return": info]))
      }
      return
    }
    throw .silent
  }

  // MARK: - Messages

  /// Sends a request and gives its reply without the id.
  private mutating func exchange(
    _ command: String,
    _ arguments: JSON?
  ) throws(Failure) -> WireValue {
    let id = try send(command, arguments)
    while true {
      var message = try receive()
      if keep(message) { continue }
      if message["id"] == id { message["id"] = nil }
      return message
    }
  }

  private mutating func send(_ command: String, _ arguments: JSON?) throws(Failure) -> WireValue {
    lastID += 1
    var request: JSON = ["execute": .string(command), "id": "compare-\(lastID)"]
    request["arguments"] = arguments
    try send(Array((request.text + "\n").utf8))
    return .scalar("\"compare-\(lastID)\"")
  }

  private func send(_ bytes: [UInt8]) throws(Failure) {
    let text = String(decoding: bytes, as: UTF8.self)
    let isPlain = !text.contains("{folder}")
    do {
      try socket.send(isPlain ? bytes : Array(text.replacing("{folder}", with: folder).utf8))
    } catch {
      throw .closed
    }
  }

  /// Notes the message when it is an event.
  private mutating func keep(_ message: WireValue) -> Bool {
    guard message["event"] != nil else { return false }
    transcript.noteEvent(message)
    return true
  }

  private mutating func receive() throws(Failure) -> WireValue {
    while true {
      if let message = framer.next() { return WireValue(parsing: message) }
      let bytes: [UInt8]
      do {
        bytes = try socket.receive(timeout: Self.patience)
      } catch {
        throw .silent
      }
      guard !bytes.isEmpty else { throw .closed }
      framer.append(bytes)
    }
  }
}
