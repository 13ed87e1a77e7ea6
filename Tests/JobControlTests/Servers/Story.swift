import JobControl
import Jobs
import QMP

/// What a server lives through, written as `m0:running m0:READY +300ms b0:created`.
///
/// `id:status` is a JOB_STATUS_CHANGE; `id:READY`, `PENDING`, `COMPLETED`, `FAILED` (COMPLETED with
/// an error), `CANCELLED` and `IGNORED` (an I/O error that is ignored) are companions. `+300ms` lets
/// time pass, `m0@2K/4K` is how far a job is from then on (in K), `!inquiry` is a notice, `!lost` ends the connection, and
/// `reply` is where the reply to a request goes that came before.
struct Story {
  enum Moment {
    case event(id: String, word: String)
    case pass(milliseconds: Int64)
    case progress(id: String, Progress)
    case notice(Notice)
    case reply
    case loss
  }

  private(set) var moments: ArraySlice<Moment>

  init(_ text: String) {
    moments = text.split(separator: " ").map(Self.moment)[...]
  }

  private static func moment(_ word: Substring) -> Moment {
    if word == "reply" { return .reply }
    if word.hasPrefix("+") {
      guard let time = Int64(word.dropFirst().dropLast(2)), word.hasSuffix("ms") else {
        preconditionFailure("'\(word)' is no time in ms")
      }
      return .pass(milliseconds: time)
    }
    if word == "!lost" { return .loss }
    if word == "!inquiry" { return .notice(.inquiry) }
    if let at = word.firstIndex(of: "@") {
      let numbers = word[at...].dropFirst().split(separator: "/").map { Int64($0.dropLast()) }
      guard numbers.count == 2, let current = numbers[0], let total = numbers[1] else {
        preconditionFailure("'\(word)' is no progress")
      }
      return .progress(
        id: String(word[..<at]),
        Progress(current: current << 10, total: total << 10)
      )
    }
    let parts = word.split(separator: ":")
    precondition(parts.count == 2, "'\(word)' is no event")
    return .event(id: String(parts[0]), word: String(parts[1]))
  }

  /// Whether something is to come before the reply to the present request.
  var holdsReply: Bool {
    moments.contains { if case .reply = $0 { true } else { false } }
  }

  mutating func next() -> Moment? {
    moments.popFirst()
  }

  mutating func putBack(_ moment: Moment) {
    moments = [moment] + moments
  }
}

extension Event {
  /// An event of a job, in a story's words, with the data that QEMU sends.
  init(_ id: String, _ word: String, type: String, at time: Event.Timestamp) throws {
    let numbers = #""len": 4096, "offset": 4096, "speed": 0, "type": "\#(type)""#
    let (name, data) =
      switch word {
      case "READY", "COMPLETED", "CANCELLED":
        ("BLOCK_JOB_\(word)", #""device": "\#(id)", \#(numbers)"#)
      case "FAILED":
        ("BLOCK_JOB_COMPLETED", #""device": "\#(id)", \#(numbers), "error": "No space left""#)
      case "PENDING": ("BLOCK_JOB_PENDING", #""id": "\#(id)", "type": "\#(type)""#)
      case "IGNORED":
        ("BLOCK_JOB_ERROR", #""device": "\#(id)", "operation": "write", "action": "ignore""#)
      default: ("JOB_STATUS_CHANGE", #""id": "\#(id)", "status": "\#(word)""#)
      }
    try self.init(text: #""event": "\#(name)", "data": {\#(data)}"#, at: time)
  }

  /// An event of these members.
  init(text: String, at time: Event.Timestamp = .init(seconds: 0, microseconds: 0)) throws {
    let text = """
      {"timestamp": {"seconds": \(time.seconds), "microseconds": \(time.microseconds)}, \(text)}
      """
    var offset = 0
    guard case .event(let event)? = try ServerMessage.read(Array(text.utf8), &offset) else {
      throw NoEvent(text: text)
    }
    self = event
  }

  struct NoEvent: Error {
    let text: String
  }
}
