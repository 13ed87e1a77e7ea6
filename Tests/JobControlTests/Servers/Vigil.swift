import CommandTable
import JobControl
import QMP

/// A command that waits or watches, on a server with a story.
struct Vigil {
  let server: StoryServer
  /// What connecting again comes to, time after time; the last one stays.
  var laterConnections: [Result<StoryServer, Failure>] = []
  let streams = Streams()

  init(_ server: StoryServer) {
    self.server = server
    streams.isTerminal = false
  }

  init(_ jobs: [ServedJob] = [], _ story: String) {
    self.init(StoryServer(jobs, story))
  }

  /// Runs `wait`, `watch` or a verb, and reports a failure as the process would.
  func run(_ line: String) throws -> Sitting.Outcome {
    var outcome = Sitting.Outcome(status: .done)
    do {
      outcome.status = try perform(line)
    } catch let failure as Failure {
      streams.error += failure.message.text
      outcome.status = failure.status
    }
    outcome.output = streams.output
    outcome.error = streams.error
    outcome.requests = server.log.lines
    return outcome
  }

  /// Runs a command; words are parted by single blanks.
  func perform(_ line: String) throws -> Sitting.Status {
    let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    let invocation = try CommandParser().parse(words)
    var environment = streams.environment
    let clock = server.clock
    environment.now = { clock.now }
    environment.time = { clock.time }
    let context = Context(environment: environment, globals: invocation.globals)
    var jobs = JobServer(server)
    switch invocation.action {
    case .wait(let order):
      let action = WaitAction(order: order, context: context)
      if laterConnections.isEmpty { return try action.run(on: &jobs) }
      var connections = [.success(server)] + laterConnections
      return try action.run { () throws(Failure) in
        JobServer(try connections.removeFirst().get())
      }
    case .watch(let order):
      let action = WatchAction(order: order, context: context)
      if laterConnections.isEmpty { return try action.run(on: &jobs) }
      var connections = [.success(server)] + laterConnections
      return try action.run(
        Redialing(
          connect: { () throws(Failure) in
            let next = connections.count > 1 ? connections.removeFirst() : connections[0]
            return JobServer(try next.get())
          },
          pause: { time throws(Failure) in
            clock.advance(to: clock.now.advanced(by: time))
            return []
          }
        )
      )
    case .verb(let order):
      return try VerbAction(order: order, context: context).run(on: &jobs)
    default:
      preconditionFailure("'\(line)' does not wait")
    }
  }
}
