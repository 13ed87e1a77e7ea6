import Jobs
import QMP

/// What a shell asks a server while nobody waits for the answers, one thing at a time.
struct ShellQuestions {
  private enum Question {
    case jobs(JobQuery)
    case commands
  }

  /// The one whose answer is outstanding.
  private var asked: Question?
  private var waiting: [Question] = []

  var areOutstanding: Bool {
    asked != nil
  }

  /// Whether the next one can be asked.
  var isReady: Bool {
    asked == nil && !waiting.isEmpty
  }

  /// Whether the jobs are asked for.
  var includeJobs: Bool {
    ([asked].compactMap(\.self) + waiting).contains { question in
      if case .jobs = question { true } else { false }
    }
  }

  /// What is to be known of a server first of all.
  mutating func begin() {
    waiting = [.jobs(.jobs), .commands]
  }

  mutating func addJobs() {
    if !includeJobs { waiting.append(.jobs(.jobs)) }
  }

  /// The answer that is outstanding will be dropped.
  mutating func abandon() {
    asked = nil
  }

  mutating func askNext(
    _ server: inout JobServer<Connection>,
    _ observer: (any ShellConnectionObserver)?
  ) {
    guard isReady else { return }
    switch waiting.removeFirst() {
    case .jobs(let query):
      let isMissing = server.missing.contains(query.request.command)
      guard !isMissing || query == .jobs else { return }
      let query = isMissing ? JobQuery.blockJobs : query
      asked = .jobs(query)
      observer?.queryBegins()
      server.channel.begin(query.request)
    case .commands:
      asked = .commands
      server.channel.begin(JobServer<Connection>.offerRequest)
    }
  }

  /// Takes in the answer; one that makes no sense is left to the command that asks the same.
  mutating func learn(
    _ reply: Reply,
    _ server: inout JobServer<Connection>,
    _ observer: (any ShellConnectionObserver)?
  ) {
    defer { asked = nil }
    switch (asked, reply) {
    case (.commands, _):
      _ = try? server.takeOffer(reply)
    case (.jobs(let query), .success(let value)):
      if let jobs = try? query.decode(value) { observer?.learn(jobs) }
    case (.jobs(.jobs), .failure(let error)) where error.errorClass == .commandNotFound:
      server.missing.insert(JobQuery.jobs.request.command)
      waiting.insert(.jobs(.blockJobs), at: 0)
    case (.jobs, .failure), (nil, _):
      break
    }
  }
}
