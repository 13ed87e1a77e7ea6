import CommandTable
import JobControl
import Jobs
import QMP

/// A server in memory that lives through a story, whatever it is asked meanwhile.
///
/// Each query is answered as things were when it came; events of the story that stand before the
/// reply overtake it, as on a real server. When the story is over nothing happens any more: time
/// passes to whatever the client waits for, and a client that waits for ever is left.
struct StoryServer: RequestChannel {
  let version: QEMUVersion
  let clock: Clock
  let log = ScriptedServer.Log()
  private var jobs: [ServedJob]
  private var story: Story
  private var notices: [Notice] = []
  /// Who serves: another one stands for a server that was started anew.
  var serverProcess: Int32? = 1
  /// Whether somebody stood between it and its client.
  var isReplaceable = false
  /// What ends it, once the story is over.
  var ending: Failure = .session(
    .unix(path: "/s"),
    .closed(.idle, midMessage: false),
    timeout: .seconds(5)
  )
  /// How many requests are answered before the connection is lost.
  var patience = Int.max
  /// The jobs that accept no verb.
  var refused: Set<String> = []

  /// The time, which passes only as the story or a client's patience lets it.
  final class Clock {
    private(set) var now = Instant(nanoseconds: 5_000_000_000)

    /// The time of day: 2023-11-14 22:13:20 UTC when it starts.
    var time: Event.Timestamp {
      let passed = (now.nanoseconds - 5_000_000_000) / 1000
      return Event.Timestamp(
        seconds: 1_700_000_000 + passed / 1_000_000,
        microseconds: passed % 1_000_000
      )
    }

    func advance(to instant: Instant) {
      now = max(now, instant)
    }
  }

  init(
    _ jobs: [ServedJob] = [],
    _ story: String,
    version: QEMUVersion = QEMUVersion(7, 2),
    clock: Clock = Clock()
  ) {
    self.jobs = jobs
    self.story = Story(story)
    self.version = version
    self.clock = clock
  }

  // MARK: - Events

  mutating func nextEvent(before end: Instant?) throws(Failure) -> Event? {
    while let moment = story.next() {
      switch moment {
      case .event(let id, let word):
        return live(id, word)
      case .progress(let id, let progress):
        set(progress, of: id)
      case .notice(let notice):
        notices.append(notice)
        return nil
      case .pass(let milliseconds):
        let target = clock.now.advanced(by: .milliseconds(milliseconds))
        guard let end, end < target else {
          clock.advance(to: target)
          continue
        }
        clock.advance(to: end)
        story.putBack(.pass(milliseconds: Int64(end.duration(to: target) / .milliseconds(1))))
        return nil
      // Nobody has asked.
      case .reply, .loss: throw ending
      }
    }
    guard let end, end < Instant(nanoseconds: .max) else { throw ending }
    clock.advance(to: end)
    return nil
  }

  mutating func takeNotices() -> [Notice] {
    defer { notices = [] }
    return notices
  }

  private mutating func set(_ progress: Progress, of id: String) {
    guard let index = jobs.firstIndex(where: { $0.id == id }) else { return }
    jobs[index].progress = progress
  }

  mutating func idle(for time: Duration) throws(Failure) {
    clock.advance(to: clock.now.advanced(by: time))
  }

  /// Lets an event happen, with what it means for the list of jobs.
  private mutating func live(_ id: String, _ word: String) -> Event {
    if word == "created" { jobs.append(ServedJob(id, type: Self.type(of: id), .created)) }
    let type = jobs.first { $0.id == id }?.type ?? Self.type(of: id)
    if let index = jobs.firstIndex(where: { $0.id == id }) {
      if let status = JobStatus(rawValue: word) { jobs[index].status = status }
      switch word {
      case "FAILED": jobs[index].error = "No space left"
      case "CANCELLED": jobs[index].error = "Operation canceled"
      case "aborting" where type == .known(.create): jobs[index].error = "Could not create file"
      case "null": jobs.remove(at: index)
      default: break
      }
    }
    guard let event = try? Event(id, word, type: type.word, at: clock.time) else {
      preconditionFailure("'\(word)' makes no event")
    }
    return event
  }

  /// The type of a job that the story creates goes by the first letter of its id.
  private static func type(of id: String) -> Reported<JobType> {
    switch id.first {
    case "b": .known(.backup)
    case "c": .known(.create)
    case "s": .known(.stream)
    default: .known(.mirror)
    }
  }

  // MARK: - Requests

  mutating func perform(_ request: Request) throws(Failure) -> Reply {
    try perform(request) { _ in }
  }

  mutating func perform(
    _ request: Request,
    observing: (Event) -> Void
  ) throws(Failure) -> Reply {
    log.requests.append(request)
    guard log.requests.count <= patience else { throw ending }
    let answer = answer(to: request)
    guard story.holdsReply else { return answer }
    while let moment = story.next() {
      switch moment {
      case .event(let id, let word): observing(live(id, word))
      case .progress(let id, let progress): set(progress, of: id)
      case .notice(let notice): notices.append(notice)
      case .pass(let milliseconds):
        clock.advance(to: clock.now.advanced(by: .milliseconds(milliseconds)))
      case .reply: return answer
      case .loss: throw ending
      }
    }
    return answer
  }

  private func answer(to request: Request) -> Reply {
    let isOld = version < QEMUVersion(3, 0)
    switch request.command {
    case "query-block-jobs":
      return .success(.array(jobs.filter(\.isBlockJob).map(\.blockJobInfo)))
    case let name where isOld && !name.hasPrefix("block-job-"):
      return .failure(ServerError(.commandNotFound, "The command \(name) has not been found"))
    case "query-commands":
      let verbs = ["pause", "resume", "cancel", "complete", "finalize", "dismiss"]
      return .success(.array(verbs.map { ["name": .string("job-\($0)")] }))
    case "query-jobs":
      return .success(.array(jobs.map(\.jobInfo)))
    default:
      let id = request.arguments["id"]?.string ?? request.arguments["device"]?.string
      guard let id, refused.contains(id) else { return .success([:]) }
      return .failure(ServerError(.generic, "Job '\(id)' cannot accept this"))
    }
  }
}
